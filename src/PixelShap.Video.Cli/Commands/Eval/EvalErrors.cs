using PixelShap.Estimation;

namespace PixelShap.Video.Cli.Commands.Eval;

/// <summary>Turns what can go wrong in a measurement into a sentence with a remedy.</summary>
internal static class EvalErrors
{
    public static async ValueTask<T> Explain<T>(Func<ValueTask<T>> measure)
    {
        try
        {
            return await measure();
        }
        catch (BudgetTooSmallException exception)
        {
            throw new PixelShapException(ExitCode.Usage, exception.Message, "Give a larger --budget or the estimator bayes.", exception);
        }
        catch (InvalidDataException exception)
        {
            throw new PixelShapException(ExitCode.Input, exception.Message, "Give --column values.", exception);
        }
    }
}
