using System.CommandLine;
using System.Globalization;
using System.Numerics;
using PixelShap.Estimation;

namespace PixelShap.Video.Cli.Commands.Eval;

/// <summary>The options that the measurements of estimators share.</summary>
internal sealed class EvalOptions
{
    public Argument<FileInfo> File { get; } = new("FILE") { Description = "The tables: JSON, format 1." };

    public Option<string> Estimator { get; } = new("--estimator")
    {
        Description = $"The estimator: {string.Join(", ", Estimators.Names)}.",
        DefaultValueFactory = _ => "bayes",
    };

    public Option<string> Budget { get; } = new("--budget")
    {
        Description = "The calls per keyframe besides the baseline: a number, n, 2n+1, 3n, auto.",
        DefaultValueFactory = _ => "2n+1",
    };

    public Option<string> Column { get; } = new("--column")
    {
        Description = "values (without noise) or observed (one noisy look each).",
        DefaultValueFactory = _ => "values",
    };

    public Option<ulong> Seed { get; } = new("--seed") { Description = "The seed of random choices." };

    public HalfOption Half { get; } = new();

    public Option<bool> Json { get; } = new("--json") { Description = "Prints one line of JSON." };

    public void AddTo(Command command)
    {
        command.Add(File);
        Column.AcceptOnlyFromAmong("values", "observed");
        Estimator.AcceptOnlyFromAmong([.. Estimators.Names]);
        foreach (Option option in (Option[])[Estimator, Budget, Column, Half, Seed, Json])
        {
            command.Add(option);
        }
    }

    /// <summary>The value of an option that is a number.</summary>
    /// <exception cref="PixelShapException">It is none, or outside of what is allowed.</exception>
    public static T Within<T>(ParseResult parsed, Option<T> option, T least, T most)
        where T : INumber<T>
    {
        T value = parsed.GetRequiredValue(option);
        return value >= least && value <= most
            ? value
            : throw new PixelShapException(ExitCode.Usage, string.Create(CultureInfo.InvariantCulture, $"{option.Name} is {value}."), string.Create(CultureInfo.InvariantCulture, $"Allowed: {least} to {most}."));
    }

    public CallBudget BudgetOf(ParseResult parsed)
    {
        try
        {
            return CallBudget.Parse(parsed.GetValue(Budget) ?? "");
        }
        catch (FormatException exception)
        {
            throw new PixelShapException(ExitCode.Usage, $"--budget: {exception.Message}", "For example: --budget 2n+1", exception);
        }
    }

    public bool IsObserved(ParseResult parsed) => parsed.GetValue(Column) == "observed";
}
