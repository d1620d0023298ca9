using System.CommandLine;
using PixelShap.Video.Fleet;

namespace PixelShap.Video.Cli.Commands.Fleet;

/// <summary>The options that say where the parts of a fleet are, each with a variable behind it.</summary>
internal sealed class FleetPlaces
{
    private readonly Option<string?> _database = new("--database")
    {
        Description = $"The connection string of PostgreSQL. Default: {FleetOptions.DatabaseVariable}, which keeps the password off the command line.",
        HelpName = "TEXT",
    };

    private readonly Option<string?> _queue = new("--nats") { Description = $"The address of NATS. Default: {FleetOptions.QueueVariable}, else nats://127.0.0.1:4222.", HelpName = "URL" };

    private readonly Option<string?> _storage = new("--storage")
    {
        Description = $"Where clips come from and results go to: a folder that all machines have, or s3://bucket/prefix, with ?endpoint=URL for a server that is not Amazon's. Default: {FleetOptions.StorageVariable}.",
        HelpName = "PLACE",
    };

    /// <summary>Adds them to a command.</summary>
    public Command AddTo(Command command, bool withStorage = false)
    {
        command.Options.Add(_database);
        command.Options.Add(_queue);
        if (withStorage)
        {
            command.Options.Add(_storage);
        }

        return command;
    }

    /// <summary>What was given.</summary>
    /// <exception cref="PixelShapException">Something is missing.</exception>
    public FleetOptions Read(ParseResult parsed, bool withStorage = false) => new()
    {
        Database = Given(parsed.GetValue(_database), FleetOptions.DatabaseVariable) ?? throw Missing(_database, FleetOptions.DatabaseVariable, "Host=127.0.0.1;Username=pixelshap;Database=pixelshap"),
        Queue = Given(parsed.GetValue(_queue), FleetOptions.QueueVariable) ?? "nats://127.0.0.1:4222",
        Storage = withStorage ? Given(parsed.GetValue(_storage), FleetOptions.StorageVariable) ?? throw Missing(_storage, FleetOptions.StorageVariable, "/srv/pixelshap") : "",
    };

    private static string? Given(string? option, string variable) => option ?? (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null);

    private static PixelShapException Missing(Option option, string variable, string example) =>
        new(ExitCode.Usage, $"Nobody says where the fleet's {option.Name.TrimStart('-')} is.", $"Set {variable}, or write {option.Name} '{example}'.");
}
