using System.CommandLine;
using PixelShap.Estimation;
using PixelShap.Masking;
using PixelShap.Video.Evaluation.Importance;
using PixelShap.Video.Runs.Configuration;

namespace PixelShap.Video.Cli.Commands.Eval.Importance;

/// <summary>The options of <c>pixelshap eval importance</c>.</summary>
internal sealed class ImportanceOptions
{
    public Argument<string> Folder { get; } = new("DIR")
    {
        Description = "A folder with NAME.mp4 and NAME.json (the form of sample-videos), or with COCO files that have 'questions'.",
    };

    public Option<bool> Segmenter { get; } = new("--segmenter")
    {
        Description = "Plays what the run's own segmenter finds, and not the true objects: measures attribution and segmentation together.",
    };

    public Option<string[]> Regions { get; } = new("--regions")
    {
        Description = "The regions: precise, bbox, bboa, convex.",
        AllowMultipleArgumentsPerToken = true,
        HelpName = "NAME",
        DefaultValueFactory = _ => [.. Enum.GetNames<MaskingRegion>().Select(name => name.ToLowerInvariant())],
    };

    public Option<string[]> Estimators { get; } = new("--estimators")
    {
        Description = $"The estimators: {string.Join(", ", Estimation.Estimators.Names)}.",
        AllowMultipleArgumentsPerToken = true,
        HelpName = "NAME",
        DefaultValueFactory = _ => [.. Estimation.Estimators.Names],
    };

    public Option<string> Budget { get; } = new("--budget")
    {
        Description = "The calls of tokenshap, kernel and bayes besides the baseline; exact, loo and edge take what they take.",
        DefaultValueFactory = _ => "2n+1",
    };

    public Option<double> Every { get; } = new("--every")
    {
        Description = "Of a clip, one picture in so many seconds.",
        HelpName = "SECONDS",
        DefaultValueFactory = _ => 1,
    };

    public Option<int> MaxPlayers { get; } = new("--max-players")
    {
        Description = "The most players of a picture; farther objects beyond it are one player. 2 to 12.",
        HelpName = "N",
        DefaultValueFactory = _ => 6,
    };

    public Option<double> QuietBelow { get; } = new("--quiet-below")
    {
        Description = "A question that hangs on nothing is answered well when every importance is below this.",
        HelpName = "PHI",
        DefaultValueFactory = _ => 0.1,
    };

    public Option<string?> Pipeline { get; } = new("--pipeline", "-p")
    {
        Description = "The settings of model, segmenter, fill and similarity. Default: pipeline.yaml in the current directory, else built-in defaults.",
        HelpName = "FILE",
    };

    public Option<string[]> Set { get; } = new("--set") { Description = "Overrides a setting. May be repeated.", HelpName = "a.b=c" };

    public Option<string?> Trials { get; } = new("--trials") { Description = "Writes every ranking to a file, one line of JSON each.", HelpName = "FILE" };

    public Option<bool> Markdown { get; } = new("--markdown") { Description = "Prints the table as Markdown." };

    public Option<bool> Json { get; } = new("--json") { Description = "Prints one line of JSON." };

    public void AddTo(Command command)
    {
        Regions.AcceptOnlyFromAmong([.. Enum.GetNames<MaskingRegion>().Select(name => name.ToLowerInvariant())]);
        Estimators.AcceptOnlyFromAmong([.. Estimation.Estimators.Names]);
        command.Arguments.Add(Folder);
        foreach (Option option in (Option[])[Segmenter, Regions, Estimators, Budget, Every, MaxPlayers, QuietBelow, Pipeline, Set, Trials, Markdown, Json])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>The protocol that the options ask for.</summary>
    /// <exception cref="PixelShapException">A number is out of range.</exception>
    public ImportanceProtocol ProtocolOf(ParseResult parsed, PipelineConfiguration settings)
    {
        int players = parsed.GetValue(MaxPlayers);
        if (players is < 2 or > ExactEstimator.MostPlayers)
        {
            throw new PixelShapException(ExitCode.Usage, $"--max-players is {players}.", $"Allowed: 2 to {ExactEstimator.MostPlayers}.");
        }

        try
        {
            return new ImportanceProtocol
            {
                Regions = [.. parsed.GetRequiredValue(Regions).Distinct().Select(name => Enum.Parse<MaskingRegion>(name, ignoreCase: true))],
                Estimators = [.. parsed.GetRequiredValue(Estimators).Distinct()],
                Budget = CallBudget.Parse(parsed.GetRequiredValue(Budget)),
                MaxPlayers = players,
                TargetsPlayAlone = !parsed.GetValue(Segmenter),
                Concurrency = settings.Vlm.Concurrency,
                NoiseRepeats = settings.Attribution.NoiseRepeats,
                Seed = (ulong)settings.Seed,
            };
        }
        catch (FormatException exception)
        {
            throw new PixelShapException(ExitCode.Usage, $"--budget: {exception.Message}", "For example: --budget 2n+1", exception);
        }
    }

    /// <summary>Seconds between two pictures of a clip.</summary>
    /// <exception cref="PixelShapException">The number is not positive.</exception>
    public double EveryOf(ParseResult parsed) => parsed.GetValue(Every) is > 0 and var seconds
        ? seconds
        : throw new PixelShapException(ExitCode.Usage, "--every is not more than 0 seconds.", "For example: --every 1");
}
