using System.Runtime.InteropServices;
using PixelShap.Video.Files;
using PixelShap.Video.Media.Live;
using PixelShap.Video.Runs.Configuration;

namespace PixelShap.Video.Cli.Watching;

/// <summary>The file with the list of cameras, which may be edited while they are watched.</summary>
/// <param name="path">The file.</param>
/// <param name="settings">Reads the settings that all share, with those of one put in.</param>
/// <param name="time">The clock.</param>
internal sealed class CameraFile(string path, Func<IReadOnlyList<string>, PipelineConfiguration> settings, TimeProvider time)
{
    private const int MostBytes = 1 << 20;

    // Editors write a new file in place of the old one: what is asked is the name, now and then.
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    /// <summary>Reads and checks the list.</summary>
    /// <exception cref="PixelShapException">It is none.</exception>
    public IReadOnlyList<ListedCamera> Read()
    {
        string text;
        try
        {
            text = RegularFile.ReadText(path, MostBytes);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PixelShapException(ExitCode.Usage, $"The list of cameras {path} cannot be read: {Cause.Of(exception)}.", "Name a YAML file such as pipelines/cameras.yaml.", exception);
        }

        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        return CameraList.Parse(text, path, settings, (address, user, password, file) =>
            new CameraLogin(user, file is null ? password : CameraLogin.ReadPassword(Path.GetFullPath(file, folder))).ApplyTo(address));
    }

    /// <summary>Reads it again whenever it was written and on SIGHUP, until it is stopped.</summary>
    /// <param name="apply">Takes a list that is right.</param>
    /// <param name="refuse">Is told what is wrong with one that is not; the old one stays.</param>
    /// <param name="stop">Ends it.</param>
    public async Task FollowAsync(Func<IReadOnlyList<ListedCamera>, Task> apply, Action<PixelShapException> refuse, CancellationToken stop)
    {
        int asked = 0;
        using PosixSignalRegistration signal = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true;
            Interlocked.Exchange(ref asked, 1);
        });
        (DateTime, long) known = State();
        using var timer = new PeriodicTimer(Look, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                (DateTime, long) now = State();
                if (now == known && Interlocked.Exchange(ref asked, 0) == 0)
                {
                    continue;
                }

                known = now;
                try
                {
                    await apply(Read());
                }
                catch (PixelShapException exception)
                {
                    refuse(exception);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The watching ends.
        }
    }

    private (DateTime Written, long Length) State()
    {
        var file = new FileInfo(path);
        return file.Exists ? (file.LastWriteTimeUtc, file.Length) : default;
    }
}
