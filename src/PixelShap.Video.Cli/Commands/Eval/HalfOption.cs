using System.CommandLine;

namespace PixelShap.Video.Cli.Commands.Eval;

/// <summary>Which entries of a table are measured: one half to choose by, the other to report.</summary>
internal sealed class HalfOption : Option<string>
{
    public HalfOption()
        : base("--half")
    {
        Description = "Which entries of the file: all, even (those with index 0, 2, 4 …) or odd: one half to choose by, the other to report.";
        DefaultValueFactory = _ => "all";
        this.AcceptOnlyFromAmong("all", "even", "odd");
    }

    public IReadOnlyList<T> Of<T>(IReadOnlyList<T> entries, ParseResult parsed) => parsed.GetValue(this) switch
    {
        "even" => [.. entries.Where((_, index) => index % 2 == 0)],
        "odd" => [.. entries.Where((_, index) => index % 2 == 1)],
        _ => entries,
    };
}
