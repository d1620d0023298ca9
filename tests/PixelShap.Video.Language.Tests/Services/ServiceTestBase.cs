using Microsoft.Extensions.Logging;
using PixelShap.Masking;

namespace PixelShap.Video.Language.Tests.Services;

/// <summary>What the tests of services have in common: a folder, settings, models, and what was logged.</summary>
public abstract class ServiceTestBase : IDisposable
{
    private protected RecordingLogger Logger { get; } = new();

    protected string Folder { get; } = Directory.CreateTempSubdirectory("pixelshap-").FullName;

    /// <inheritdoc/>
    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    private protected static VlmConfiguration Settings(QuirkServer server) => new()
    {
        Provider = Providers.OpenAi,
        Model = "m",
        BaseUrl = server.BaseUrl,
        ApiKeyVariable = "PIXELSHAP_TEST_NO_SUCH_KEY",
        Retry = new VlmRetry { FirstDelaySeconds = 0.01, MaxDelaySeconds = 0.02 },
        Cache = new VlmCache { Enabled = false },
    };

    private protected IVisionLanguageModel Model(VlmConfiguration settings, TimeProvider? time = null) => LanguageModels.Create(new ProviderParts
    {
        Configuration = settings,
        Seed = 1,
        Codec = new PlainCodec(),
        BaseDirectory = Folder,
        Logger = Logger,
        Time = time ?? TimeProvider.System,
    });

    private protected async Task<Answer> AskAsync(QuirkServer server, byte shade = 1)
    {
        await using IVisionLanguageModel model = Model(Settings(server));
        return await model.AskAsync(Question(shade), CancellationToken.None);
    }

    private protected static Question Question(int shade)
    {
        var pixels = new byte[8 * 6 * 3];
        Array.Fill(pixels, (byte)shade);
        return new Question(new BgrImage(pixels, 8, 6, 24), "What do you see?");
    }

    /// <summary>Keeps what is logged.</summary>
    internal sealed class RecordingLogger : ILogger
    {
        private readonly List<(LogLevel Level, string Text)> _entries = [];

        public IReadOnlyList<(LogLevel Level, string Text)> Entries
        {
            get
            {
                lock (_entries)
                {
                    return [.. _entries];
                }
            }
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (_entries)
            {
                _entries.Add((logLevel, formatter(state, exception)));
            }
        }
    }
}
