using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using PixelShap.Masking;
using PixelShap.Video.Fleet.Cameras;
using PixelShap.Video.Fleet.Database;
using PixelShap.Video.Fleet.Jobs;
using PixelShap.Video.Fleet.Work;
using PixelShap.Video.Language;
using PixelShap.Video.Runs.UseCases;

namespace PixelShap.FleetTrial;

/// <summary>What a job of a trial does.</summary>
/// <param name="Milliseconds">How long it takes.</param>
/// <param name="Questions">How many paid questions it asks.</param>
internal sealed record TrialTask(int Milliseconds, int Questions)
{
    public const string Kind = "trial";

    public string Write() => JsonSerializer.Serialize(this);
}

/// <summary>A job that waits, asks paid questions, and notes its commit in the same transaction as the end of the run: what is noted twice was committed twice.</summary>
/// <param name="model">Who is asked.</param>
internal sealed class TrialWork(IVisionLanguageModel? model) : IFleetWork
{
    public string Kind => TrialTask.Kind;

    public async Task<WorkResult> RunAsync(RunLease lease, RunSignals signals, Action<string> report)
    {
        TrialTask task = JsonSerializer.Deserialize<TrialTask>(lease.Settings)!;
        await Task.Delay(task.Milliseconds, signals.Stop);
        for (int number = 0; number < task.Questions; number++)
        {
            byte[] pixels = SHA256.HashData(Encoding.UTF8.GetBytes($"{lease.Input} {number}"))[..27];
            Answer answer = await model!.AskAsync(new Question(new BgrImage(pixels, 3, 3, 9), "Who matters?"), signals.Abort);
            if (answer.Kind != AnswerKind.Text)
            {
                throw new InvalidOperationException(answer.Reason);
            }
        }

        return new WorkResult(new RunEnd(RunState.Done, 0, null, null, null), async (connection, token) =>
        {
            await using Npgsql.NpgsqlCommand command = connection.Command(
                "INSERT INTO trial_commits (run, epoch, owner) VALUES (@run, @epoch, @owner)", ("run", lease.Id), ("epoch", lease.Epoch), ("owner", lease.Owner));
            await command.ExecuteNonQueryAsync(token);
        });
    }
}

/// <summary>A camera that does nothing but write a result now and then, as long as what it writes is accepted.</summary>
/// <param name="table">The runs.</param>
internal sealed class TrialCamera(RunTable table) : ICameraWork
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    public async Task WatchAsync(CameraLease lease, RunSignals signals)
    {
        while (true)
        {
            await table.WriteAsync(
                lease.Run,
                "picture",
                "progress = 'watching'",
                async (connection, token) =>
                {
                    await using Npgsql.NpgsqlCommand command = connection.Command("INSERT INTO trial_pictures (camera, run, owner) VALUES (@camera, @run, @owner)", ("camera", lease.Name), ("run", lease.Run.Id), ("owner", lease.Run.Owner));
                    await command.ExecuteNonQueryAsync(token);
                },
                signals.Abort);
            await Task.Delay(Every, signals.Stop);
        }
    }
}
