namespace PixelShap.Similarity;

/// <summary>The words of <see cref="WordsSimilarity"/> that tell next to nothing, and those that mean the same.</summary>
internal static class StatementVocabulary
{
    // English, then German, French, Spanish, Italian and Portuguese, Japanese and Chinese. A word that carries meaning in another of these languages is left out.
    private static readonly HashSet<string> FunctionWords = [.. (
        "a an the is are was were be been being am it its this that these those there here of in on at to from by with for as and or so then than because since "
        + "due which who what i we us our you can could may will would do does did has have had ego image picture frame seen visible see appear seem look "
        + "given based observe depict currently therefore into s yes ahead front also just already still yet now presently moment any some such same own other more most much "
        + "very quite too only even both all each every another must might should shall let lets make makes made get gets got having doing done like per via within upon onto over about around "
        + "roughly approximately circa nearly almost please sorry apologize apologise unfortunately okay ok however although though while whereas when where whether if else thus hence "
        + "moreover additionally overall he she they them him his her their himself itself themselves me my mine ours yours your whose whom show shows shown depicts depicted display displays "
        + "displayed indicate indicates indicated suggest suggests suggesting mean means meaning up down "
        + "der die das den dem des ein eine einen einem einer eines und oder aber weil da denn daher deshalb darum dass ist sind waren sein wird werden haben auf im zum zur von vom mit bei "
        + "für aus als wie es er sie wir auch noch nur muss müssen soll sollte sollten kann können darf dürfen "
        + "le la les l un une du de d et ou mais parce que qu donc comme puisque est sont était sera être ont avoir sur dans en à au aux avec pour par ce cette ces il elle ils elles nous se y "
        + "doit doivent devrait devraient peut peuvent faut "
        + "el los las una unos unas y o pero porque por lo tanto son están está era ser estar ha han haber del al con para su sus debe deben debería puede pueden hay "
        + "lo gli uno ma perché che sono nel nella di si os um uma "
        + "は が を に で と も の な た て し す る い か ら ま せ ん り れ あ う く け め "
        + "的 了 在 着 是 有 个 一 该 应 当 就 并 和 与 我 们 而 且 因 为 所 以 辆").Split(' ')];

    // The first word of a line stands for the others, each in its plain form.
    private static readonly Dictionary<string, string> Synonyms = Read(
        "car vehicle automobile auto sedan fahrzeug wagen pkw voiture véhicule coche vehículo carro", "road street roadway carriageway", "pedestrian person people walker individual passer",
        "junction intersection crossroads crossroad", "truck lorry", "cyclist bicyclist biker rider", "bike bicycle cycle", "pavement asphalt", "sidewalk kerb curb footpath",
        "cross crossing crosswalk", "must should need ought require necessary", "reduce slow decelerate", "motorway highway freeway", "danger hazard risk dangerous hazardous risky threat",
        "signal light", "approach come coming", "near close nearby beside next nearest closest", "careful cautious caution attentive alert watchful", "keep maintain remain stay continue",
        "city urban town", "identify recognise recognize", "spot space place", "notice observe", "leave exit", "big large huge", "small little tiny", "damp moist", "rain rainfall raining rainy rained",
        "child kid children kids", "man men", "woman women", "driver motorist", "begin start", "end finish", "snow snowy snowfall", "yield priority", "advise recommend", "help assist",
        "one single", "two couple pair", "distance gap", "meter metre meters metres", "kilometer kilometre km", "drive travel", "collide crash hit strike", "fast rapid",
        "hide block obstruct obscure", "turn bend curve", "merge join", "say tell state", "answer response reply", "broad wide", "sign board", "tram streetcar", "van minivan", "taxi cab",
        "bus coach", "police patrol", "baby infant", "construction roadworks building", "immediately instantly", "speed pace velocity", "middle centre center", "opposite oncoming",
        "ampel lichtsignal", "anhalten stoppen halten", "route chaussée");

    /// <summary>Whether a word tells next to nothing.</summary>
    public static bool IsFunctionWord(string word) => FunctionWords.Contains(word);

    /// <summary>The word that stands for a word and those that mean the same; null for one that has none.</summary>
    public static string? Synonym(string word) => Synonyms.GetValueOrDefault(word);

    private static Dictionary<string, string> Read(params string[] lines) =>
        lines.Select(line => line.Split(' ')).SelectMany(words => words.Select(word => (word, words[0]))).DistinctBy(pair => pair.word)
            .ToDictionary(pair => pair.word, pair => pair.Item2, StringComparer.Ordinal);
}
