using System.Text.RegularExpressions;
using PixelShap.Video.Language.Failures;

namespace PixelShap.Video.Language.Services;

/// <summary>In which form a service takes a question: which settings, under which names.</summary>
/// <param name="Seed">The name of the seed; empty where the service takes none.</param>
/// <param name="MaxTokens">The name of the limit of an answer's length; empty where it takes none.</param>
/// <param name="Temperature">Whether it takes a temperature.</param>
/// <param name="Detail">Whether it takes how closely to look at a picture.</param>
/// <param name="PictureIsText">Whether the address of a picture is a bare text and no object.</param>
/// <param name="SystemRole">Whether it takes a system prompt in a message of its own.</param>
internal sealed partial record ServiceForm(
    string Seed = "seed", string MaxTokens = "max_completion_tokens", bool Temperature = true, bool Detail = true, bool PictureIsText = false, bool SystemRole = true)
{
    private const string NewName = "max_completion_tokens";
    private const string OldName = "max_tokens";

    /// <summary>The form that is left when what an error complains about is left out or said otherwise.</summary>
    /// <param name="words">The error.</param>
    /// <param name="change">What changes, for people; empty for nothing.</param>
    /// <returns>The same form where the error is about none of it.</returns>
    public ServiceForm Without(ServiceWords words, out string change)
    {
        string said = $"{words.Text} {words.Fields}";
        var changes = new List<string>();
        ServiceForm form = this;
        if (form.Seed.Length > 0 && Mentions(said, form.Seed))
        {
            changes.Add($"'{form.Seed}' is left out (answers repeat less)");
            form = form with { Seed = "" };
        }

        if (form.MaxTokens.Length > 0 && Mentions(said, form.MaxTokens) && !IsAboutAValue().IsMatch(said))
        {
            string other = form.MaxTokens == NewName ? OldName : NewName;
            changes.Add($"'{form.MaxTokens}' is sent as '{other}'");
            form = form with { MaxTokens = other };
        }

        if (form.Temperature && Mentions(said, "temperature"))
        {
            changes.Add("'temperature' is left out: the service's own holds");
            form = form with { Temperature = false };
        }

        if (form.Detail && (words.Fields.Split(' ').Contains("detail") || IsAboutDetail().IsMatch(words.Text)))
        {
            changes.Add("'detail' of pictures is left out");
            form = form with { Detail = false };
        }

        if (!form.PictureIsText && WantsText().IsMatch(said))
        {
            changes.Add("the address of a picture is sent as a text");
            form = form with { PictureIsText = true, Detail = false };
        }

        if (form.SystemRole && IsAboutSystem().IsMatch(said))
        {
            changes.Add("the system prompt is put before the question");
            form = form with { SystemRole = false };
        }

        change = string.Join("; ", changes);
        return form;
    }

    private static bool Mentions(string said, string name) => Regex.IsMatch(said, $@"(?<![A-Za-z_]){name}(?![A-Za-z_])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    [GeneratedRegex("too (large|small|high|low)|at (most|least)|must be|exceed|greater|less than|between|range|maximum|context|larger|reduce", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, ReadingLimit.Milliseconds)]
    private static partial Regex IsAboutAValue();

    [GeneratedRegex("['\"`.\\[]detail\\b|(parameter|field|property|name|key|argument) detail\\b|\\bdetail:", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, ReadingLimit.Milliseconds)]
    private static partial Regex IsAboutDetail();

    [GeneratedRegex("image_url.{0,60}(valid string|be a string|expected (a )?str|type string|string type|a string was expected)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, ReadingLimit.Milliseconds)]
    private static partial Regex WantsText();

    [GeneratedRegex("system['\"` ]*(role|message|prompt|instruction)s?.{0,40}(not|un)[ ]?(supported|allowed|enabled|accepted)|(does not|doesn't|not) support.{0,30}system|developer instruction is not enabled|roles must alternate|only user and assistant roles", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, ReadingLimit.Milliseconds)]
    private static partial Regex IsAboutSystem();
}
