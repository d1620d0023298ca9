using System.CommandLine;

namespace PixelShap.Video.Cli.Tests;

public sealed class ParseFaultTests
{
    private static readonly string[] ParserWords = ["Cannot parse", "System.", "PixelShap.", "`1", "Must be one of", "Required argument", "is required", "not recognized", "\t", "\n", "\uFFFD"];

    [Theory]
    [InlineData("--fps is 'abc'.", "Allowed: a number", "run", "clip.mp4", "--fps", "abc")]
    [InlineData("--top is '1.5'.", "Allowed: a whole number", "review", "x", "--top", "1.5")]
    [InlineData("--top is '99999999999'.", "Allowed: a whole number that is smaller", "review", "x", "--top", "99999999999")]
    [InlineData("--seed is '-1'.", "Allowed: a whole number from 0", "eval", "games", "x", "--seed", "-1")]
    [InlineData("--layout is '4k'.", "Allowed: one of 1080p, source, vertical.", "review", "x", "--layout", "4k")]
    [InlineData("--format is 'coco'.", "Allowed: one of kitti, mot.", "eval", "tracking", "--detections", "d", "--output", "o", "--format", "coco")]
    [InlineData("IMAGE is missing: the picture, JPEG or PNG.", "Write: pixelshap explain IMAGE.", "explain")]
    [InlineData("-o has no value: the directory for the results.", "See: pixelshap run --help", "run", "clip.mp4", "-o")]
    [InlineData("--format is missing: mot (", "Write: --format mot|coco", "export", "x")]
    [InlineData("--top is given 2 times.", "Give it once.", "review", "x", "--top", "1", "--top", "2")]
    public void A_slip_is_told_by_the_name_of_the_option_and_what_is_allowed(string message, string remedy, params string[] arguments)
    {
        (string said, string advised) = FaultOf(arguments);
        Assert.StartsWith(message, said, StringComparison.Ordinal);
        Assert.StartsWith(remedy, advised, StringComparison.Ordinal);
    }

    [Fact]
    public void No_option_of_any_command_lets_the_parser_speak()
    {
        int tried = 0;
        foreach ((string[] words, Command command) in Commands([], CommandLine.Create()).Where(entry => entry.Command.Subcommands.Count == 0))
        {
            foreach (Option option in command.Options.Where(option => option.ValueType != typeof(bool) && option.Name != "--help"))
            {
                foreach (string[] given in (string[][])[[option.Name, "@?"], [option.Name]])
                {
                    ParseResult parsed = CommandLine.Create().Parse([.. words, .. given]);
                    tried += parsed.Errors.Count;
                    Assert.All(parsed.Errors, error =>
                    {
                        (string message, string remedy) = ParseFault.Of(parsed, error, "");
                        Assert.DoesNotContain(ParserWords, word => $"{message} {remedy}".Contains(word, StringComparison.Ordinal));
                    });
                }
            }
        }

        Assert.InRange(tried, 100, 1000);
    }

    private static (string Message, string Remedy) FaultOf(string[] arguments)
    {
        ParseResult parsed = CommandLine.Create().Parse(arguments);
        return ParseFault.Of(parsed, parsed.Errors[0], $"{string.Join(' ', arguments.Take(arguments[0] == "eval" ? 2 : 1))} ");
    }

    private static IEnumerable<(string[] Words, Command Command)> Commands(string[] words, Command command) =>
        command.Subcommands.SelectMany(sub => Commands([.. words, sub.Name], sub)).Prepend((words, command));
}
