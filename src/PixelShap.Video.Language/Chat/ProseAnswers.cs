using System.Text.RegularExpressions;

namespace PixelShap.Video.Language.Chat;

/// <summary>
/// Recognises answers that are none although they come as text: the model declines in prose, or says that it was shown no picture. Only how an answer begins is looked at, and
/// only short ones can be meant: "I cannot see a pedestrian" is an answer.
/// </summary>
internal static partial class ProseAnswers
{
    private const int LongestRefusal = 600;
    private const int Beginning = 240;

    /// <summary>Whether the model declines to answer.</summary>
    public static bool IsRefusal(string text) => text.Length <= LongestRefusal && Refusal().IsMatch(Start(text));

    /// <summary>Whether the model says that it has no picture before it, or cannot look at pictures.</summary>
    public static bool IsBlind(string text) => text.Length <= 2 * LongestRefusal && Blind().IsMatch(Start(text));

    private static string Start(string text) => (text.Length <= Beginning ? text : text[..Beginning]).Replace('’', '\'');

    // No limit of time: the beginning is short, and a clock on the wall runs on while a busy machine does something else.
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    private const string Sorry = @"^\W*((unfortunately|(i'm|i am|we're|we are) (very |really |so )?(sorry|afraid)|sorry|i apologi[sz]e|my apologies|apologies|as an ai( language)?( model| assistant)?|thank you for your (question|request)|i understand)\b[^.!?。]{0,40}[,.:;!—–-]*\s*(but |however,? |that )?)?";

    [GeneratedRegex(
        Sorry + @"(i|we) ?(can ?not|can't|could not|couldn't|am (not able|unable)|'m (not able|unable)|are unable|am not (allowed|permitted|comfortable)|'m not (allowed|permitted|comfortable|going)|won't|will not|must decline|have to decline|decline|do not feel comfortable|don't feel comfortable|refuse)( (be able )?to)?,? ?(directly |really |actually )?(help|assist|comply|support|fulfil|answer|respond|reply|provide|discuss|engage|continue|participate|process this|do that|complete|accommodate|talk about|analy[sz]e this|offer|give (advice|guidance|instructions|driving)|share|identify (people|person|individual|anyone|who)|proceed|$)"
        + @"|^\W*(this|that|your|the) (request|question|content|image|prompt)[^.]{0,40}(violates|goes against|is against|breaches|is not allowed|cannot be (answered|processed|completed))"
        + @"|^\W*(es tut mir (sehr )?leid|tut mir leid|entschuldigung|leider)\b.{0,60}(nicht|keine?).{0,60}(helfen|weiterhelfen|behilflich|beantworten|unterst|hilfe|auskunft|nachkommen)"
        + @"|^\W*(dabei|damit|bei dieser)\b.{0,30}(kann|darf) ich.{0,30}nicht (helfen|weiterhelfen)|^\W*ich (kann|darf|werde).{0,40}nicht.{0,30}(helfen|weiterhelfen|beantworten|unterst)"
        + @"|^\W*(je suis (vraiment )?désolée?|désolée?|je regrette|je m'excuse|malheureusement)?[,. ]{0,3}(mais )?je (ne peux pas|ne suis pas (en mesure|autorisé)|ne pourrai pas).{0,40}(aider|répondre|assister|fournir|traiter|donner suite|satisfaire)"
        + @"|^\W*(lo siento|lo lamento|perdón|disculpa)?[,. ]{0,3}(pero )?no (puedo|podemos|me es posible|estoy autorizad).{0,40}(ayudar|responder|asistir|proporcionar|cumplir|atender|ofrecer)"
        + @"|^\W*(mi dispiace|spiacente|purtroppo)?[,. ]{0,3}(ma )?non (posso|sono in grado|mi è possibile).{0,40}(aiutar|rispond|assister|fornir|soddisf)"
        + @"|^\W*(desculpe|sinto muito|lamento|infelizmente)?[,. ]{0,3}(mas )?(eu )?não (posso|consigo|estou autorizad).{0,40}(ajud|respond|assist|fornec|atend)"
        + @"|^\W*(het spijt me|sorry|helaas)?[,. ]{0,3}(maar )?(ik kan|daar kan ik).{0,30}niet.{0,30}(helpen|beantwoorden|assisteren)"
        + @"|^\W*(przepraszam|niestety|przykro mi)?[,. ]{0,3}(ale )?nie (mogę|jestem w stanie).{0,40}(pomóc|odpowiedzieć|spełnić)"
        + @"|^\W*(извините|простите|к сожалению|мне жаль)?[,. ]{0,3}(но )?я не (могу|в состоянии|имею возможности).{0,40}(помочь|ответить|выполнить|предоставить|обсуждать)"
        + @"|^\W*(很?抱歉|对不起|對不起|不好意思)?[,，。 ]{0,2}(但)?(我|本模型)?(无法|無法|不能|不可以|没有办法|不便).{0,20}(帮助|协助|幫助|協助|回答|提供|满足|滿足|处理|處理|完成|讨论|討論)"
        + @"|^\W*(申し訳|すみません|ごめんなさい).{0,40}(できません|できかねます|お答え|お手伝い|対応でき)"
        + @"|^\W*(죄송|미안).{0,40}(도와|도움|답변|제공|응답|할 수 없|드릴 수 없)",
        Options)]
    private static partial Regex Refusal();

    [GeneratedRegex(
        Sorry + @"(i|we) ?(can ?not|can't|could not|couldn't|am (not able|unable)|'m (not able|unable)|do not have|don't have|lack|am not capable|'m not capable)( the)?( (ability|capability|capacity))?( (of|to))? ?(directly |actually |currently |physically )?(see|view|access|look at|open|display|process|interpret|analy[sz]e|viewing|seeing|perceive|receive|load)?( or (see|view|process|interpret|analy[sz]e|access))? ?(any |the |an? |your |this |that |visual )?(attached |uploaded |provided |actual )?(images?|pictures?|photos?|photographs?|visual content|attachments?|visual input)\b(?! (of|with|that|clearly|well|because|behind|due|in the))"
        + @"|(no|any) (image|picture|photo|attachment|visual)s? (was|were|is|has been|have been|seems to be|appears to be)? ?(actually )?(provided|attached|included|uploaded|shared|given|visible to me|available to me|found)"
        + @"|(don't|do not|didn't|did not|can't|cannot) (see|have|receive|find|detect) (an?|any|the|your) (image|picture|photo|attachment)s?\b(?! (of|with|that|clearly))( attached| uploaded| provided| in (your|this|the) (message|conversation|chat))?"
        + @"|(please|could you|can you|kindly) (please )?(provide|upload|share|attach|send|describe|resend)( me)?( with)? (the|an|your|a) (image|picture|photo|scene)"
        + @"|text-based (ai|model|assistant)|(image|picture) (did not|didn't|failed to) (load|upload|come through)|haven't (provided|attached|shared|uploaded) (an|any|the) (image|picture|photo)"
        + @"|^\W*.{0,40}(kein|keine) (bild|foto|aufnahme)\w*.{0,30}(sehen|erhalten|angehängt|beigefügt|hochgeladen|vorhanden|übermittelt)|(bilder?|fotos?).{0,20}nicht (sehen|ansehen|anzeigen|öffnen|verarbeiten|analysieren)"
        + @"|(aucune|pas d'|pas l'|pas cette) ?(image|photo).{0,30}(fournie|jointe|reçue|voir|visible|transmise)|ne (peux|vois|reçois).{0,12} pas.{0,12}(l'image|d'image|les images|de photo)"
        + @"|no (puedo ver|veo|tengo acceso a|se ha proporcionado|has adjuntado|hay) (ninguna |la |una )?(imagen|foto)\b(?! de)"
        + @"|non (vedo|posso vedere|riesco a vedere|ho ricevuto) (nessuna |alcuna |l')?(immagin|foto)|não (consigo ver|vejo|posso ver|recebi) (nenhuma |a |uma )?(imagem|foto)"
        + @"|не (вижу|могу (видеть|просматривать|увидеть)|получил).{0,12}(изображени|картинк|фото)|(看不到|无法(看到|查看|识别|访问)|没有(看到|收到|提供)|無法(看到|查看)).{0,8}(图片|图像|照片|圖片)|画像が?(見えません|添付されて|見ることができ|表示され)|이미지를? (볼 수 없|확인할 수 없)|이미지가 (첨부|제공)",
        Options)]
    private static partial Regex Blind();
}
