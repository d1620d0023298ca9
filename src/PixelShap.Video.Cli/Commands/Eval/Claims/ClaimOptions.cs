using System.CommandLine;
using PixelShap.Video.Cli.Commands.Eval.Importance;

namespace PixelShap.Video.Cli.Commands.Eval.Claims;

/// <summary>The options that the measurements of claims share.</summary>
internal sealed class ClaimOptions
{
    public Argument<string> Folder { get; } = new("DIR") { Description = "A folder with NAME.mp4 and NAME.json: the form of sample-videos." };

    public Option<string[]> Clips { get; } = new("--clips")
    {
        Description = "Only these clips, by NAME: some to choose by, the others to report.",
        AllowMultipleArgumentsPerToken = true,
        HelpName = "NAME",
    };

    public Option<double> Every { get; } = new("--every")
    {
        Description = "One picture in so many seconds.",
        HelpName = "SECONDS",
        DefaultValueFactory = _ => 1,
    };

    public Option<bool> Segmenter { get; } = new("--segmenter") { Description = "Plays what the run's own segmenter finds, and not the true objects." };

    public Option<string?> Pipeline { get; } = new("--pipeline") { Description = "The settings; without it pipeline.yaml where there is one." };

    public Option<string[]> Set { get; } = new("--set") { Description = "Changes a setting, for example attribution.budget=2n+1.", HelpName = "KEY=VALUE" };

    public Option<bool> Json { get; } = new("--json") { Description = "Prints one line of JSON." };

    public void AddTo(Command command)
    {
        command.Arguments.Add(Folder);
        foreach (Option option in (Option[])[Clips, Every, Segmenter, Pipeline, Set, Json])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>The clips that are asked for.</summary>
    /// <exception cref="PixelShapException">There is none, or one of the names is not there.</exception>
    public IReadOnlyList<QuestionSet> SetsOf(ParseResult parsed)
    {
        IReadOnlyList<QuestionSet> sets = QuestionSet.In(parsed.GetRequiredValue(Folder));
        string[] wanted = parsed.GetValue(Clips) ?? [];
        string[] names = [.. sets.Select(set => Path.GetFileNameWithoutExtension(set.Path))];
        return wanted.Except(names, StringComparer.Ordinal).FirstOrDefault() is { } missing
            ? throw new PixelShapException(ExitCode.Usage, $"--clips: there is no {missing} in {parsed.GetRequiredValue(Folder)}.", $"Allowed: {string.Join(", ", names)}.")
            : wanted.Length == 0 ? sets : [.. sets.Where((_, index) => wanted.Contains(names[index], StringComparer.Ordinal))];
    }

    /// <summary>Seconds between two pictures of a clip.</summary>
    /// <exception cref="PixelShapException">The number is not positive.</exception>
    public double EveryOf(ParseResult parsed) => parsed.GetValue(Every) is > 0 and var seconds
        ? seconds
        : throw new PixelShapException(ExitCode.Usage, "--every is not more than 0 seconds.", "For example: --every 1");
}
