using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using System.Reflection;
using PixelShap.Video.Cli.Commands;
using PixelShap.Video.Cli.Commands.Fleet;
using PixelShap.Video.Cli.Terminal;
using PixelShap.Video.Files;
using PixelShap.Video.Language;
using PixelShap.Video.Runs;
using PixelShap.Video.Runs.Flow;
using PixelShap.Video.Settings;

namespace PixelShap.Video.Cli;

/// <summary>The command <c>pixelshap</c>: finds the subcommand, runs it, and turns what goes wrong into one sentence and an exit code.</summary>
public static class CommandLine
{
    /// <summary>The version of the program.</summary>
    public static string Version { get; } =
        typeof(CommandLine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    /// <summary>Runs the program.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] arguments)
    {
        if (Array.Exists(arguments, string.IsNullOrEmpty))
        {
            ErrorOutput.Write($"Argument {Array.FindIndex(arguments, string.IsNullOrEmpty) + 1} is empty.", "Is a variable of the shell not set?");
            return (int)ExitCode.Usage;
        }

        Command root = Create();
        ParseResult parsed = root.Parse(arguments);
        if (parsed is { Errors.Count: > 0, UnmatchedTokens.Count: 0, CommandResult.Command.Subcommands.Count: > 0 })
        {
            // Somebody who names no command wants to know which there are.
            return await root.Parse([.. arguments, "--help"]).InvokeAsync();
        }

        if (parsed.Errors.Count > 0 || Misspelt(parsed) is not null)
        {
            (string message, string remedy) = (Misspelt(parsed) ?? (parsed.UnmatchedTokens is [string first, ..] ? first : null)) is { } unknown
                ? ($"There is no command or option '{Redacted.Address(unknown)}'.{Suggestion(unknown, parsed.CommandResult.Command)}", $"See: pixelshap {CommandPath(parsed)}--help")
                : ParseFault.Of(parsed, parsed.Errors[0], CommandPath(parsed));
            ErrorOutput.Write(message, remedy);
            return (int)ExitCode.Usage;
        }

        try
        {
            // Signals are handled by the commands: the first drains, the second aborts.
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (PixelShapException exception)
        {
            ErrorOutput.Write(exception.Message, exception.Remedy, exception.InnerException);
            return (int)exception.ExitCode;
        }
        catch (UnansweredException exception)
        {
            ErrorOutput.Write($"The question got no answer: {exception.Message.TrimEnd('.')}.", exception.Remedy);
            return (int)ExitCode.Failed;
        }
        catch (OperationCanceledException)
        {
            ErrorOutput.Write("Cancelled.", "The same command goes on where it stopped.");
            return (int)ExitCode.Cancelled;
        }
        catch (StageFailedException exception)
        {
            ErrorOutput.Write(exception.Message, "Details are in log.jsonl; the same command goes on where it stopped.", exception);
            return (int)ExitCode.Failed;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            string file = Cause.PathOf(exception) is { } path ? $"{path} cannot be used" : "A file or a folder cannot be used";
            ErrorOutput.Write($"{file}: {Cause.Of(exception)}.", "Check the path, the rights and the disk space.", exception);
            return (int)ExitCode.Failed;
        }
        catch (OutOfMemoryException)
        {
            ErrorOutput.Write("There is not enough memory.", "Is an input very large, or no regular file?");
            return (int)ExitCode.Failed;
        }
        catch (Exception exception)
        {
            // Whatever an input holds, nobody is to see a stack trace who did not ask for one.
            ErrorOutput.Write(
                "Something unexpected happened, and the command cannot go on.",
                $"Check the input files. If they are sound, this is a mistake in pixelshap: please report it with what the same command prints with {ErrorOutput.DetailsVariable}=1.",
                exception);
            return (int)ExitCode.Failed;
        }
    }

    /// <summary>The tree of commands. A plain command stands at its root: a <see cref="RootCommand"/> takes the name of the assembly, which nobody types.</summary>
    internal static Command Create() =>
        new("pixelshap", "Shows which road users an AI's answer about a driving video depended on, and how that changes over time.")
        {
            new HelpOption(),
            new VersionOption(),
            RunCommand.Create(),
            WatchCommand.Create(),
            ProbeCommand.Create(),
            ExplainCommand.Create(),
            ReviewCommand.Create(),
            ReportCommand.Create(),
            ServeCommand.Create(),
            PublishCommand.Create(),
            CaseCommand.Create(),
            ExportCommand.Create(),
            SearchCommand.Create(),
            AuditCommand.Create(),
            FleetCommand.Create(),
            EvalCommand.Create(),
            ModelsCommand.Create(),
            CacheCommand.Create(),
            DoctorCommand.Create(),
            SettingsCommand.Create(),
        };

    /// <summary>An option that no command has, which was taken for a file; null for none. A file of such a name can be written ./--name.</summary>
    private static string? Misspelt(ParseResult parsed) => parsed.CommandResult.Children
        .OfType<ArgumentResult>()
        .SelectMany(argument => argument.Tokens)
        .Select(token => token.Value)
        .FirstOrDefault(value => value.StartsWith("--", StringComparison.Ordinal));

    private static string Suggestion(string word, Command command)
    {
        if (word == "help")
        {
            return " Did you mean '--help'?";
        }

        if (word.Contains("://", StringComparison.Ordinal))
        {
            return " A stream is watched: pixelshap watch ADDRESS.";
        }

        IEnumerable<string> names = word.StartsWith('-')
            ? command.Options.SelectMany(option => option.Aliases.Append(option.Name))
            : command.Subcommands.Select(subcommand => subcommand.Name);
        return Spelling.Nearest(word, names) is { } nearest ? $" Did you mean '{nearest}'?" : "";
    }

    /// <summary>The words after <c>pixelshap</c>, each followed by a blank.</summary>
    private static string CommandPath(ParseResult parsed)
    {
        string path = "";
        for (SymbolResult? result = parsed.CommandResult; result is CommandResult command && command != parsed.RootCommandResult; result = result.Parent)
        {
            path = $"{command.Command.Name} {path}";
        }

        return path;
    }
}
