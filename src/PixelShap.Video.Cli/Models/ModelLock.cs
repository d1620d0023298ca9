using PixelShap.Video.Files;

namespace PixelShap.Video.Cli.Models;

/// <summary>Lets one process at a time change a model's folder. The lock goes with the process, however it ends.</summary>
internal sealed class ModelLock : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly FileStream _stream;

    private ModelLock(FileStream stream) => _stream = stream;

    /// <summary>Waits for the lock of a folder, which is made where it does not exist.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="onWait">Called once when another process holds it.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="PixelShapException">The folder cannot be written to.</exception>
    public static async Task<ModelLock> TakeAsync(string folder, Action onWait, TimeProvider time, CancellationToken cancellationToken)
    {
        bool told = false;
        while (true)
        {
            try
            {
                Directory.CreateDirectory(folder);
                return new ModelLock(new FileStream(Path.Combine(folder, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (Exception exception) when (exception is UnauthorizedAccessException || (exception is IOException && !IsHeld(folder)))
            {
                throw new PixelShapException(
                    ExitCode.Failed, $"Nothing can be written to {folder}: {Cause.Of(exception)}.", "Set PIXELSHAP_MODELS to a folder of your own.", exception);
            }
            catch (IOException)
            {
                if (!told)
                {
                    told = true;
                    onWait();
                }
            }

            await Task.Delay(Interval, time, cancellationToken);
        }
    }

    public void Dispose() => _stream.Dispose();

    /// <summary>Only a lock that exists can be held by another.</summary>
    private static bool IsHeld(string folder) => File.Exists(Path.Combine(folder, ".lock"));
}
