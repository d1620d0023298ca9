using System.CommandLine;
using System.Globalization;
using PixelShap.Video.Fleet.Jobs;

namespace PixelShap.Video.Cli.Commands.Fleet;

/// <summary><c>pixelshap fleet cancel</c>, <c>retry</c> and <c>drain</c>.</summary>
internal static class FleetSteering
{
    // Fewer digits might name another run than was meant.
    private const int LeastDigits = 6;

    public static Command CreateCancel()
    {
        Argument<string[]> ids = Ids(ArgumentArity.OneOrMore);
        return Create("cancel", "Cancels runs. A worker stops at its next renewal, and nothing that it writes from now on counts.", [ids], [], async (session, parsed) =>
            $"{await session.Ledger.CancelAsync(Checked(parsed.GetValue(ids)!), session.Stop)} cancelled.");
    }

    public static Command CreateRetry()
    {
        Argument<string[]> ids = Ids(ArgumentArity.ZeroOrMore);
        var states = new Option<string[]>("--state") { Description = "All in a state, where no run is named: dead, failed, limited, cancelled. May be repeated. Default: dead and limited.", HelpName = "STATE" };
        states.AcceptOnlyFromAmong(RunState.Dead, RunState.Failed, RunState.Limited, RunState.Cancelled);
        return Create("retry", "Lets runs start again that did not come to their end. They go on where they stopped.", [ids], [states], async (session, parsed) =>
        {
            string[] named = Checked(parsed.GetValue(ids)!);
            string[] wanted = parsed.GetValue(states) is { Length: > 0 } given ? given
                : named.Length > 0 ? [RunState.Dead, RunState.Failed, RunState.Limited, RunState.Cancelled] : [RunState.Dead, RunState.Limited];
            int count = await session.Ledger.RetryAsync(named, wanted, session.Stop);
            await session.FeedAsync();
            return $"{count.ToString(CultureInfo.InvariantCulture)} wait again.";
        });
    }

    public static Command CreateDrain()
    {
        var names = new Argument<string[]>("WORKER") { Description = "Their names. None: all workers.", Arity = ArgumentArity.ZeroOrMore };
        return Create("drain", "Asks workers to finish what they have and to end.", [names], [], async (session, parsed) =>
            $"{await session.Ledger.DrainAsync(parsed.GetValue(names)!, session.Stop)} asked.");
    }

    private static Argument<string[]> Ids(ArgumentArity arity) => new("RUN") { Description = $"Ids of runs, or their first {LeastDigits} digits and more.", Arity = arity };

    private static string[] Checked(string[] ids) => Array.Find(ids, id => id.Length < LeastDigits || !id.All(char.IsAsciiHexDigitLower)) is { } wrong
        ? throw new PixelShapException(ExitCode.Usage, $"'{wrong}' is no id of a run.", "Copy it from 'pixelshap fleet status --state STATE'.")
        : ids;

    private static Command Create(string name, string help, Argument[] arguments, Option[] own, Func<FleetSession, ParseResult, Task<string>> act)
    {
        var places = new FleetPlaces();
        Command command = places.AddTo(new Command(name, help));
        Array.ForEach(arguments, command.Arguments.Add);
        Array.ForEach(own, command.Options.Add);
        command.SetAction(async (parsed, _) =>
        {
            await using FleetSession session = await FleetSession.OpenAsync(places.Read(parsed));
            Console.Out.WriteLine(await act(session, parsed));
            return (int)ExitCode.Done;
        });
        return command;
    }
}
