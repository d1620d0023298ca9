using PixelShap.Masking;
using PixelShap.Video.Runs.Configuration;

namespace PixelShap.Video.Runs.Tests.Configuration;

public sealed class ConfigurationTests
{
    [Theory]
    [InlineData("segmenter:\n  score_treshold: 0.3\n", "file.yaml, line 2", "score_treshold", "score_threshold")]
    [InlineData("keyframes:\n\n  interval_seconds: soon\n", "file.yaml, line 3", "'soon'", "a number from 0.02 to 3600")]
    [InlineData("keyframes:\n  interval_seconds: -1\n", "line 2", "'-1'", "from 0.02")]
    [InlineData("attribution:\n  region: box\n", "line 2", "'box'", "precise, bbox, bboa, convex")]
    [InlineData("video: yes\n", "line 1", "video", "a section")]
    [InlineData("video:\n  annotated: maybe\n", "line 2", "'maybe'", "true or false")]
    [InlineData("attribution:\n  budget: lots\n", "line 2", "'lots'", "2n+1")]
    [InlineData("attribution:\n  estimator: magic\n", "line 2", "'magic'", "edge")]
    [InlineData("seed: 1.5\n", "line 1", "'1.5'", "a whole number")]
    [InlineData("segmenter:\n  classes: []\n", "line 2", "classes", "at least one")]
    [InlineData("exports: [mot, [xls]]\n", "line 1", "exports", "a list of names")]
    [InlineData("a: b: c\n", "line 1", "this text holds ': '", "Put it in quotes.")]
    [InlineData("attribution:\n  budget: 2000000n\n", "line 2", "'2000000n'", "2n+1", "at most 1000000n")]
    [InlineData("attribution:\n  budget: 99999999999999999999\n", "line 2", "attribution.budget", "2n+1")]
    [InlineData("seed: 1\n---\nseed: 2\n", "line 2", "second YAML document")]
    [InlineData("prompt: ~\n", "line 1", "prompt is null", "a text of 1 to 4000")]
    [InlineData("vlm:\n  model: null\n", "line 2", "vlm.model is null")]
    [InlineData("segmenter:\n  classes: [car, ~]\n", "line 2", "segmenter.classes is null")]
    [InlineData("segmenter:\n  classes: null\n", "line 2", "segmenter.classes is null")]
    [InlineData("seed: 1\nvideo:\n\tannotated: true\n", "line 3: this line begins with a tab", "Indent with spaces.")]
    [InlineData("seed: 1\nvideo:\n  crf: 20\n\tannotated: true\nprompt: a\n", "line 4: this line begins with a tab", "Indent with spaces.")]
    [InlineData("seed: 1\n? [prompt]\n: x\n", "line 2", "key at the top level is not a name")]
    [InlineData("video:\n  {a: b}: x\n", "line 2", "key in video is not a name")]
    [InlineData("? &a [*a]\n: x\n", "line 1")]
    [InlineData("segmenter:\n  model: \"a\\0b\"\n", "line 2: a zero character")]
    [InlineData("just text\n", "file.yaml", "key: value", "example")]
    public void An_error_names_file_line_key_and_what_is_allowed(string yaml, params string[] parts)
    {
        var error = Assert.Throws<PixelShapException>(() => ConfigurationReader.Parse(yaml, "file.yaml", [], SettingChoices.None));
        Assert.Equal(ExitCode.Usage, error.ExitCode);
        string text = $"{error.Message} {error.Remedy}";
        Assert.All(parts, part => Assert.Contains(part, text, StringComparison.Ordinal));
        Assert.DoesNotContain('\n', text);
    }

    [Theory]
    [InlineData("seed: 1\nprompt: what: is this?\n", "line 2: this text holds ': '", "Put it in quotes.")]
    [InlineData("video:\n  crf: 20\n   preset: fast\n", "line 3: this line is not indented like those around it", "same column")]
    [InlineData("video:\n    crf: 20\n  preset: fast\n", "line 3: this line is not indented like those around it", "same column")]
    [InlineData("seed: 1\nvideo\n  crf: 20\n", "line 2: this line has no ':' behind a name", "key: value")]
    [InlineData("seed: 1\nprompt: 'abc\nvideo:\n  crf: 20\n", "line 2: a quote is opened and not closed", "Close it")]
    [InlineData("prompt: \"abc\nseed: 1\n", "line 1: a quote is opened and not closed", "Close it")]
    [InlineData("prompt: 'it's'\nseed: 1\n", "line 1: something stands behind the closing quote", "whole text")]
    [InlineData("seed: 1\nexports: [mot, coco\nprompt: a\nvideo:\n  crf: 1\n", "line 2: a [ is opened and not closed", "Close it with ]")]
    [InlineData("exports: [mot, coco\n", "line 1: a [ is opened and not closed", "Close it with ]")]
    [InlineData("seed: 1\nvideo: {crf: 20\nprompt: a\n", "line 2: a { is opened and not closed", "Close it with }")]
    [InlineData("exports: [mot]]\n", "line 1: a ] stands here that nothing opened")]
    [InlineData("{\"prompt\": \"hi\", \"seed\": 1,,}", "line 1: a , stands here that does not belong there", "Remove it")]
    [InlineData("prompt: a\n---\nprompt: b\n", "line 2: a second YAML document begins here", "Keep one document")]
    [InlineData("seed: 1\nprompt: *q\n", "line 2: a text that begins with * must stand in quotes")]
    [InlineData("seed: 1\nprompt: **q** what?\n", "line 2: a text that begins with * must stand in quotes")]
    [InlineData("seed: 1\nprompt: @q\n", "line 2: a text that begins with @ must stand in quotes")]
    [InlineData("seed: 1\nprompt: > q\n", "line 2: a text that begins with > must stand in quotes")]
    [InlineData("seed: 1\nprompt: a\nseed: 2\n", "line 3: seed stands here a second time", "Keep one")]
    [InlineData("prompt: \"\\q\"\n", "line 1: a \\ stands in double quotes")]
    [InlineData("%YAML 9\n---\nseed: 1\n", "line 1: this is not valid YAML", "Check indentation")]
    [InlineData("prompts:\n  a: hi\n  A B: hi\n", "line 3: prompts has the name 'A B'", "a-z, 0-9, _ and -")]
    [InlineData("vlm:\n  api_key: sk-1234\n", "line 2: vlm.api_key is not a setting: a key never stands in settings", "vlm.api_key_file")]
    public void What_is_no_YAML_is_said_in_words_with_the_line_to_mend(string yaml, params string[] parts)
    {
        var error = Assert.Throws<PixelShapException>(() => ConfigurationReader.Parse(yaml, "file.yaml", [], SettingChoices.None));
        string text = $"{error.Message} {error.Remedy}";
        Assert.All(parts, part => Assert.Contains(part, text, StringComparison.Ordinal));
        Assert.All(new[] { "scalar", "token", "anchor", "While", "stream", "sk-1234" }, word => Assert.DoesNotContain(word, text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("20")]
    [InlineData("2n+1")]
    [InlineData(".5n+2")]
    [InlineData("auto")]
    [InlineData("auto:6n")]
    public void Every_form_of_budget_that_is_accepted_can_be_used(string budget) =>
        Assert.NotNull(PixelShap.Estimation.CallBudget.Parse(ConfigurationReader.Parse($"attribution:\n  budget: {budget}\n", "x", [], SettingChoices.None).Attribution.Budget));

    [Theory]
    [InlineData("kernel", "1.5n", 8, "allows 5 calls for 3 players, but attribution.estimator 'kernel' needs 7", "2n+1")]
    [InlineData("tokenshap", "3", 8, "allows 3 calls for 4 players, but attribution.estimator 'tokenshap' needs 4", "Raise")]
    [InlineData("exact", "n", 13, "values at most 12 players, but attribution.max_players is 13", "Lower attribution.max_players to 12")]
    public void Settings_that_do_not_fit_together_are_refused_before_anything_is_asked(string estimator, string budget, int players, params string[] parts)
    {
        var error = Assert.Throws<PixelShapException>(() => Together(estimator, budget, players));
        Assert.Equal(ExitCode.Usage, error.ExitCode);
        Assert.All(parts, part => Assert.Contains(part, $"{error.Message} {error.Remedy}", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("kernel", "2n+1", 62)]
    [InlineData("kernel", "7", 3)]
    [InlineData("tokenshap", "n", 62)]
    [InlineData("exact", "1", 12)]
    [InlineData("edge", "1", 62)]
    [InlineData("loo", "0", 62)]
    [InlineData("bayes", "0", 62)]
    public void Settings_that_fit_together_are_taken(string estimator, string budget, int players) =>
        Assert.Equal(estimator, Together(estimator, budget, players).Attribution.Estimator);

    private static PipelineConfiguration Together(string estimator, string budget, int players) => ConfigurationReader.Parse(
        $"attribution:\n  estimator: {estimator}\n", "x", [$"attribution.max_players={players}", $"attribution.budget={budget}"], SettingChoices.None);

    [Fact]
    public void An_empty_file_gives_the_defaults() => Assert.Equivalent(new PipelineConfiguration(), ConfigurationReader.Parse("", "x", [], SettingChoices.None));

    [Fact]
    public void Overrides_win_over_the_file_and_later_ones_over_earlier()
    {
        PipelineConfiguration configuration = ConfigurationReader.Parse(
            "keyframes:\n  interval_seconds: 5\n  scene_cut: false\n", "x",
            ["keyframes.interval_seconds=2", "keyframes.interval_seconds=3", "attribution.region=precise", "prompt=Is it: safe # now?", "segmenter.classes=[car, bus]"], SettingChoices.None);
        Assert.Equal(3, configuration.Keyframes.IntervalSeconds);
        Assert.False(configuration.Keyframes.SceneCut);
        Assert.Equal(MaskingRegion.Precise, configuration.Attribution.Region);
        Assert.Equal("Is it: safe # now?", configuration.Prompt);
        Assert.Equal(["car", "bus"], configuration.Segmenter.Classes);
    }

    [Theory]
    [InlineData("keyframes.intervall_seconds=2", "--set keyframes.intervall_seconds", "interval_seconds")]
    [InlineData("nonsense", "nonsense", "section.key=value")]
    [InlineData("seed=x", "--set seed", "whole number")]
    public void A_wrong_override_is_named(string setting, params string[] parts)
    {
        var error = Assert.Throws<PixelShapException>(() => ConfigurationReader.Parse("", "x", [setting], SettingChoices.None));
        Assert.All(parts, part => Assert.Contains(part, $"{error.Message} {error.Remedy}", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("prompt: ", "[", "file.yaml, line 1")]
    [InlineData("prompt:\n", "- ", "file.yaml, line 2")]
    [InlineData("", "{a: ", "file.yaml, line 1")]
    public void Deep_nesting_is_refused(string start, string level, string where)
    {
        string yaml = start + string.Concat(Enumerable.Repeat(level, 200_000));
        var error = Assert.Throws<PixelShapException>(() => ConfigurationReader.Parse(yaml, "file.yaml", [], SettingChoices.None));
        Assert.StartsWith($"{where}: this is nested more than 50 levels deep", error.Message, StringComparison.Ordinal);
        Assert.Throws<PixelShapException>(() => ConfigurationReader.Parse("", "x", ["segmenter.classes=" + new string('[', 200_000)], SettingChoices.None));
    }

    [Theory]
    [InlineData("prompt=[urgent] what now?", "[urgent] what now?")]
    [InlineData("prompt=null", "null")]
    [InlineData("prompt=[]", "[]")]
    public void A_text_of_the_command_line_is_taken_as_it_stands(string setting, string prompt) =>
        Assert.Equal(prompt, ConfigurationReader.Parse("", "x", [setting], SettingChoices.None).Prompt);

    [Fact]
    public void A_quoted_null_is_a_text() => Assert.Equal("null", ConfigurationReader.Parse("prompt: 'null'\n", "x", [], SettingChoices.None).Prompt);

    [Fact]
    public void What_is_no_pipeline_file_is_refused_at_once()
    {
        string folder = Directory.CreateTempSubdirectory("pixelshap-configuration-").FullName;
        try
        {
            string large = Path.Combine(folder, "large"), binary = Path.Combine(folder, "binary"), pipe = Path.Combine(folder, "pipe"), good = Path.Combine(folder, "good");
            File.WriteAllText(large, "seed: 2\n" + new string('#', 1 << 20));
            File.WriteAllBytes(binary, [.. "prompt: "u8, 0xC3, 0x28]);
            File.WriteAllBytes(good, [0xEF, 0xBB, 0xBF, .. "seed: 7\nprompt: Où?\n"u8]);
            using (var make = System.Diagnostics.Process.Start("mkfifo", [pipe]))
            {
                make.WaitForExit();
            }

            Assert.Contains("too large for a pipeline file", Refusal(large), StringComparison.Ordinal);
            Assert.Contains("not written as UTF-8", Refusal(binary), StringComparison.Ordinal);
            Assert.Contains("not a regular file", Refusal(pipe), StringComparison.Ordinal);
            Assert.Contains("not a regular file", Refusal("/dev/zero"), StringComparison.Ordinal);
            Assert.Contains("is a folder", Refusal(folder), StringComparison.Ordinal);
            Assert.Equal((7, "Où?"), (ConfigurationReader.Read(good, [], SettingChoices.None).Seed, ConfigurationReader.Read(good, [], SettingChoices.None).Prompt));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Refusal(string path) => Assert.Throws<PixelShapException>(() => ConfigurationReader.Read(path, [], SettingChoices.None)).Message;

    [Fact]
    public void A_missing_file_is_said_to_be_missing()
    {
        var error = Assert.Throws<PixelShapException>(() => ConfigurationReader.Read("/no/such/file.yaml", [], SettingChoices.None));
        Assert.Contains("does not exist", error.Message, StringComparison.Ordinal);
    }
}
