using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using PixelShap.Video.Language.Failures;

namespace PixelShap.Video.Language.Services;

/// <summary>
/// The form in which a service takes questions: at first as its profile has it, then without what it refused. What was found out is kept in a small file, so that a service
/// is felt out once. Thread-safe.
/// </summary>
internal sealed partial class FeltForm
{
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(30);

    private readonly Lock _lock = new();
    private readonly string? _path;
    private readonly string _name;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly HashSet<ServiceForm> _tried = [];
    private ServiceForm _form;

    /// <summary>Begins with what is known.</summary>
    /// <param name="form">The form by the settings.</param>
    /// <param name="folder">Where to remember; null for nowhere.</param>
    /// <param name="service">What the form is of: address and model.</param>
    /// <param name="name">The same for people.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Is told what the service refused.</param>
    public FeltForm(ServiceForm form, string? folder, string service, string name, TimeProvider time, ILogger logger)
    {
        string key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{service}\0{form}")));
        _path = folder is null ? null : Path.Combine(folder, "services", key + ".json");
        _name = name;
        _time = time;
        _logger = logger;
        _form = Recall() ?? form;
    }

    /// <summary>The form as it is known now.</summary>
    public ServiceForm Current
    {
        get
        {
            lock (_lock)
            {
                return _form;
            }
        }
    }

    /// <summary>Takes out what an error complains about.</summary>
    /// <param name="asked">The form of the question that was refused.</param>
    /// <param name="words">The error.</param>
    /// <param name="quote">The same for people.</param>
    /// <returns>Whether the question may be asked again in another form.</returns>
    public bool Learn(ServiceForm asked, ServiceWords words, string quote)
    {
        lock (_lock)
        {
            if (asked != _form)
            {
                // Another question has found it out meanwhile.
                return true;
            }

            ServiceForm other = _form.Without(words, out string change);
            if (other == _form)
            {
                return false;
            }

            _tried.Add(_form);
            _form = _tried.Contains(other) ? other with { MaxTokens = "" } : other;
            if (_tried.Contains(_form))
            {
                return false;
            }

            Log.Refused(_logger, _name, change, quote);
            Remember();
            return true;
        }
    }

    private ServiceForm? Recall()
    {
        try
        {
            return _path is not null && File.Exists(_path) && _time.GetUtcNow().UtcDateTime - File.GetLastWriteTimeUtc(_path) < Remembered
                ? JsonSerializer.Deserialize<ServiceForm>(File.ReadAllBytes(_path))
                : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    private void Remember()
    {
        if (_path is null)
        {
            return;
        }

        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
            string temporary = $"{_path}.{Guid.NewGuid():N}.tmp";
            File.WriteAllBytes(temporary, JsonSerializer.SerializeToUtf8Bytes(_form));
            File.Move(temporary, _path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It is found out again the next time.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(20, LogLevel.Warning, "{Name} does not take every setting: {Change}{Quote}")]
        public static partial void Refused(ILogger logger, string name, string change, string quote);
    }
}
