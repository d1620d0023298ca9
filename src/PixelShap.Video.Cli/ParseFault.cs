using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace PixelShap.Video.Cli;

/// <summary>What is wrong with a command line, in a person's words: the parser's own texts name types.</summary>
internal static class ParseFault
{
    /// <summary>One sentence and what to do about it.</summary>
    /// <param name="parsed">The command line, of which <paramref name="error"/> is the first error.</param>
    /// <param name="error">The error.</param>
    /// <param name="command">The words up to the command, each followed by a blank.</param>
    public static (string Message, string Remedy) Of(ParseResult parsed, ParseError error, string command)
    {
        string help = $"See: pixelshap {command}--help";
        if ((error.SymbolResult as OptionResult ?? error.SymbolResult?.Parent as OptionResult) is { } given)
        {
            return OfOption(given, error.Message, help);
        }

        if (error.SymbolResult is ArgumentResult { Tokens.Count: 0 } missing)
        {
            string name = missing.Argument.Name;
            return ($"{name} is missing: {Start(missing.Argument.Description)}", $"Write: pixelshap {command}{name}. {help}");
        }

        if (error.SymbolResult is ArgumentResult { Tokens: [{ Value: var value }, ..] } wrong)
        {
            return ($"{wrong.Argument.Name} is '{value}'.", help);
        }

        // A command's own error: an option that must be given.
        return parsed.CommandResult.Command.Options.FirstOrDefault(option => option.Required && parsed.GetResult(option) is null or { Implicit: true }) is { } needed
            ? Missing(needed, help)
            : (error.Message, help);
    }

    private static (string Message, string Remedy) OfOption(OptionResult given, string message, string help)
    {
        Option option = given.Option;
        if (given.Tokens.Count == 0)
        {
            return given.Implicit ? Missing(option, help) : ($"{given.IdentifierToken?.Value ?? option.Name} has no value: {Start(option.Description)}", help);
        }

        string[] allowed = [.. Choices(option)];
        foreach (string value in given.Tokens.Select(token => token.Value))
        {
            string? wanted = allowed.Length > 0
                ? allowed.Contains(value, option.ValueType == typeof(string) ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase) ? null : $"one of {string.Join(", ", allowed)}"
                : Wanted(Nullable.GetUnderlyingType(option.ValueType) ?? option.ValueType, value);
            if (wanted is not null)
            {
                return ($"{option.Name} is '{value}'.", $"Allowed: {wanted}. {help}");
            }
        }

        // The values are of the right kind: what is said is a command's own check.
        return given.Tokens.Count > 1 && option.Arity.MaximumNumberOfValues == 1 ? ($"{option.Name} is given {given.Tokens.Count} times.", "Give it once.") : (message, help);
    }

    private static (string Message, string Remedy) Missing(Option option, string help) =>
        ($"{option.Name} is missing: {Start(option.Description)}", $"Write: {option.Name} {option.HelpName ?? "VALUE"}. {help}");

    /// <summary>The values of an option that has a fixed choice; none of one that has not.</summary>
    private static IEnumerable<string> Choices(Option option)
    {
        Type type = Nullable.GetUnderlyingType(option.ValueType) ?? option.ValueType;
        return type.IsEnum
            ? Enum.GetNames(type).Select(name => name.ToLowerInvariant())
            : type == typeof(bool) ? [] : option.GetCompletions(System.CommandLine.Completions.CompletionContext.Empty).Select(completion => completion.Label);
    }

    /// <summary>What is allowed instead of a value that is no number; null of one that can be read.</summary>
    private static string? Wanted(Type type, string value) => Type.GetTypeCode(type) switch
    {
        TypeCode.Int32 or TypeCode.Int64 when !long.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out long number) || (type == typeof(int) && number != (int)number) =>
            $"a whole number{(value.AsSpan().Trim().TrimStart('-').IndexOfAnyExceptInRange('0', '9') < 0 ? " that is smaller" : "")}",
        TypeCode.UInt64 or TypeCode.UInt32 when !ulong.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out _) => "a whole number from 0",
        TypeCode.Double or TypeCode.Single when !double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _) => "a number, such as 0.5",
        _ => null,
    };

    private static string Start(string? description)
    {
        string text = (description ?? "").Split(". ", 2)[0].TrimEnd('.');
        return text.Length == 0 ? "it must be given." : $"{char.ToLowerInvariant(text[0])}{text[1..]}.";
    }
}
