using System.CommandLine;

namespace PixelShap.Video.Cli.Commands;

/// <summary>The arguments and options that <c>run</c> and <c>watch</c> share.</summary>
internal sealed class RunOptions
{
    public Option<string?> Output { get; } = new("--output", "-o")
    {
        Description = "The directory for the results. Default: runs/<name of the input>.",
        HelpName = "DIR",
    };

    public Option<string[]> Set { get; } = new("--set")
    {
        Description = "Overrides a setting of the pipeline file, for example --set keyframes.interval_seconds=2. May be repeated.",
        HelpName = "a.b=c",
    };

    public Option<bool> Json { get; } = new("--json") { Description = "Prints the summary as JSON on the standard output, and nothing else there." };

    public Option<bool> Expert { get; } = ExpertOption();

    public Option<bool> Verbose { get; } = new("--verbose", "-v") { Description = "Shows every log line." };

    public void AddTo(Command command)
    {
        command.Options.Add(Output);
        command.Options.Add(Set);
        command.Options.Add(Json);
        command.Options.Add(Expert);
        command.Options.Add(Verbose);
    }

    /// <summary>Whether a summary shows the terms and digits of the method.</summary>
    public static Option<bool> ExpertOption() => new("--expert") { Description = "Prints the terms and digits of the method (φ, keyframes, tracks, intervals) in place of plain words and percent." };
}
