using System.Collections.Concurrent;

namespace PixelShap.Video.Language;

/// <summary>
/// What is made of one picture once, however many questions are asked about it: its hash, its encoding, what a network saw in it. Thread-safe.
/// </summary>
public sealed class PictureCache
{
    private readonly ConcurrentDictionary<Type, Lazy<object>> _cache = new();

    /// <summary>The form of a type, made by the first who asks for it; the others wait.</summary>
    /// <typeparam name="TForm">A type of the caller's own, so that nobody else's form is meant.</typeparam>
    /// <param name="make">Makes it from the picture. It must depend on nothing but the picture and the settings of the run.</param>
    public TForm Get<TForm>(Func<TForm> make)
        where TForm : class
    {
        ArgumentNullException.ThrowIfNull(make);
        return (TForm)_cache.GetOrAdd(typeof(TForm), _ => new Lazy<object>(make)).Value;
    }
}
