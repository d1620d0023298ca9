using System.Collections.Concurrent;
using Microsoft.ML.OnnxRuntime;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Vision.Onnx;

/// <summary>A loaded ONNX model: what goes in and out, and the session that computes it. Thread-safe.</summary>
public sealed class OnnxModel : IDisposable
{
    private readonly ConcurrentBag<OnnxRun> _idle = [];
    private readonly Lock _lock = new();
    private int _rented;
    private bool _isDisposed;

    internal OnnxModel(string path, InferenceSession session, ExecutionProvider provider)
    {
        Path = path;
        Session = session;
        Provider = provider;
        Inputs = [.. session.InputNames.Select(name => TensorPort.From(name, session.InputMetadata[name]))];
        Outputs = [.. session.OutputNames.Select(name => TensorPort.From(name, session.OutputMetadata[name]))];
        Metadata = session.ModelMetadata.CustomMetadataMap;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>What computes it: never <see cref="ExecutionProvider.Auto"/>.</summary>
    public ExecutionProvider Provider { get; }

    /// <summary>The inputs that a caller must give.</summary>
    public IReadOnlyList<TensorPort> Inputs { get; }

    /// <summary>The outputs.</summary>
    public IReadOnlyList<TensorPort> Outputs { get; }

    /// <summary>The key-value pairs that the exporter wrote into the file.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>A name for people: the file and what computes it, for example <c>yolo11n-seg.onnx, cpu</c>.</summary>
    public string Name => $"{System.IO.Path.GetFileName(Path)}, {Provider.ToString().ToLowerInvariant()}";

    internal InferenceSession Session { get; }

    /// <summary>The position of the input of that name; −1 where there is none.</summary>
    public int InputIndex(string name) => IndexOf(Inputs, name);

    /// <summary>The position of the output of that name; −1 where there is none.</summary>
    public int OutputIndex(string name) => IndexOf(Outputs, name);

    /// <summary>The inputs and outputs for an error message.</summary>
    public string Describe() => $"inputs: {string.Join("; ", Inputs)}; outputs: {string.Join("; ", Outputs)}";

    /// <summary>Borrows a run with its memory; it comes back when disposed.</summary>
    internal OnnxRun Rent()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            _rented++;
        }

        try
        {
            return _idle.TryTake(out OnnxRun? run) ? run : new OnnxRun(this);
        }
        catch
        {
            Leave();
            throw;
        }
    }

    internal void Return(OnnxRun run)
    {
        _idle.Add(run);
        Leave();
    }

    /// <summary>Releases the session, or leaves that to the last of the runs that are still under way. No run can be borrowed any more.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            bool isLater = _isDisposed || _rented > 0;
            _isDisposed = true;
            if (isLater)
            {
                return;
            }
        }

        Release();
    }

    private void Leave()
    {
        lock (_lock)
        {
            _rented--;
            if (_rented > 0 || !_isDisposed)
            {
                return;
            }
        }

        Release();
    }

    private static int IndexOf(IReadOnlyList<TensorPort> ports, string name)
    {
        for (int i = 0; i < ports.Count; i++)
        {
            if (ports[i].Name == name)
            {
                return i;
            }
        }

        return -1;
    }

    private void Release()
    {
        while (_idle.TryTake(out OnnxRun? run))
        {
            run.Release();
        }

        Session.Dispose();
    }
}
