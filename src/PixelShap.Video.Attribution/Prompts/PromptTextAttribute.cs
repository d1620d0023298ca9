using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;

namespace PixelShap.Video.Attribution.Prompts;

/// <summary>The text is a question, or the value names several, as <see cref="PromptTemplate.Parse"/> reads them.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed partial class PromptTextAttribute : ValidationAttribute
{
    /// <summary>The most characters of a question.</summary>
    public const int MaxLength = 4000;

    /// <summary>The most questions of a run.</summary>
    public const int MaxPrompts = 16;

    /// <summary>The form of a name.</summary>
    public const string NamePattern = "^[a-z0-9][a-z0-9_-]{0,39}$";

    /// <summary>What a name may be, for people.</summary>
    public const string AllowedName = "at most 40 of a-z, 0-9, _ and -, the first of them a letter or a digit";

    /// <summary>What a single text may be, for people.</summary>
    public const string AllowedText = $"a text of 1 to 4000 characters with {PromptTemplate.Rules}";

    /// <summary>What several may be, for people.</summary>
    public const string AllowedTexts = $"up to 16 lines 'name: text'; a name of at most 40 of a-z, 0-9, _ and -; each {AllowedText}";

    /// <inheritdoc/>
    public override bool IsValid(object? value) => value switch
    {
        string text => IsQuestion(text),
        IReadOnlyDictionary<string, string> texts =>
            texts.Count <= MaxPrompts && texts.All(text => IsName(text.Key) && IsQuestion(text.Value)),
        _ => false,
    };

    /// <summary>Whether a question may be called so.</summary>
    public static bool IsName(string name) => Name().IsMatch(name);

    private static bool IsQuestion(string text)
    {
        try
        {
            return text.Trim().Length > 0 && text.Length <= MaxLength && PromptTemplate.Parse(text) is not null;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    [GeneratedRegex(NamePattern)]
    private static partial Regex Name();
}
