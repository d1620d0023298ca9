using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using PixelShap.Video.Files;

namespace PixelShap.Video.Vision.Onnx;

/// <summary>
/// One caller's turn with a model: input memory that is kept from run to run, outputs in memory of fixed size where the model's
/// shapes are fixed. Used by one thread at a time; <see cref="OnnxModel.Rent"/> lends it, disposing gives it back.
/// </summary>
internal sealed class OnnxRun : IDisposable
{
    private readonly OnnxModel _model;
    private readonly RunOptions _options = new();
    private readonly string[] _inputNames;
    private readonly string[] _outputNames;
    private readonly OrtValue?[] _inputs;
    private readonly OrtValue[]? _staticOutputs;
    private IDisposableReadOnlyCollection<OrtValue>? _outputs;

    internal OnnxRun(OnnxModel model)
    {
        _model = model;
        _inputNames = [.. model.Inputs.Select(port => port.Name)];
        _outputNames = [.. model.Outputs.Select(port => port.Name)];
        _inputs = new OrtValue?[_inputNames.Length];
        if (model.Inputs.All(port => port.IsStatic) && model.Outputs.All(port => port.IsStatic))
        {
            _staticOutputs = [.. model.Outputs.Select(port => Allocate(port.Type, port.Shape))];
        }
    }

    /// <summary>The memory of an input of the given shape, to be filled before <see cref="Execute"/>; kept while the shape stays.</summary>
    internal Span<T> Input<T>(int index, params ReadOnlySpan<int> shape)
        where T : unmanaged
    {
        if (_inputs[index] is not { } value || !HasShape(value, shape))
        {
            _inputs[index]?.Dispose();
            _inputs[index] = value = Allocate(_model.Inputs[index].Type, shape.ToArray());
        }

        return value.GetTensorMutableDataAsSpan<T>();
    }

    /// <summary>Fills an input of any numeric or logical type with whole numbers.</summary>
    internal void Fill(int index, ReadOnlySpan<int> values, params ReadOnlySpan<int> shape)
    {
        switch (_model.Inputs[index].Type)
        {
            case TensorElementType.Int64:
                Convert(values, Input<long>(index, shape), static value => value);
                break;
            case TensorElementType.Int32:
                values.CopyTo(Input<int>(index, shape));
                break;
            case TensorElementType.Float:
                Convert(values, Input<float>(index, shape), static value => value);
                break;
            case TensorElementType.Bool:
                Convert(values, Input<bool>(index, shape), static value => value != 0);
                break;
            default:
                throw new PixelShapException(
                    ExitCode.Usage,
                    $"The input {_model.Inputs[index]} of the model '{_model.Path}' is of a type that is not supported.",
                    "Export the model with 32-bit numbers.");
        }
    }

    /// <summary>Computes the outputs.</summary>
    /// <exception cref="OperationCanceledException">The token asked to stop; the network stops between two of its nodes.</exception>
    internal void Execute(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ReleaseOutputs();
        _options.Terminate = false;
        using (cancellationToken.UnsafeRegister(static options => ((RunOptions)options!).Terminate = true, _options))
        {
            try
            {
                if (_staticOutputs is not null)
                {
                    _model.Session.Run(_options, _inputNames, _inputs!, _outputNames, _staticOutputs);
                }
                else
                {
                    _outputs = _model.Session.Run(_options, _inputNames, _inputs!, _outputNames);
                }
            }
            catch (OnnxRuntimeException) when (cancellationToken.IsCancellationRequested)
            {
                throw new OperationCanceledException(cancellationToken);
            }
            catch (OnnxRuntimeException exception)
            {
                throw new PixelShapException(
                    ExitCode.Failed,
                    $"The model '{_model.Path}' failed while it ran: {NetworkFault.Of(exception.Message)}.",
                    "Try the execution provider 'cpu', and check that the file is complete.",
                    exception);
            }
        }
    }

    /// <summary>The values of an output; valid until the next run or <see cref="Dispose"/>.</summary>
    internal ReadOnlySpan<T> Output<T>(int index)
        where T : unmanaged => Value(index).GetTensorDataAsSpan<T>();

    /// <summary>The shape of an output after a run.</summary>
    internal int[] OutputShape(int index) => [.. Value(index).GetTensorTypeAndShape().Shape.Select(size => checked((int)size))];

    /// <summary>Gives the run back to its model.</summary>
    public void Dispose()
    {
        ReleaseOutputs();
        _model.Return(this);
    }

    internal void Release()
    {
        ReleaseOutputs();
        foreach (OrtValue? value in _inputs.Concat(_staticOutputs ?? []))
        {
            value?.Dispose();
        }

        _options.Dispose();
    }

    private OrtValue Value(int index) =>
        _staticOutputs?[index] ?? _outputs?[index] ?? throw new InvalidOperationException("The model has not run.");

    private void ReleaseOutputs()
    {
        _outputs?.Dispose();
        _outputs = null;
    }

    private static void Convert<T>(ReadOnlySpan<int> values, Span<T> target, Func<int, T> convert)
    {
        for (int i = 0; i < values.Length; i++)
        {
            target[i] = convert(values[i]);
        }
    }

    private static OrtValue Allocate(TensorElementType type, IReadOnlyList<int> shape) =>
        OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, type, [.. shape.Select(size => (long)size)]);

    private static bool HasShape(OrtValue value, ReadOnlySpan<int> shape)
    {
        ReadOnlySpan<long> present = value.GetTensorTypeAndShape().Shape;
        if (present.Length != shape.Length)
        {
            return false;
        }

        for (int i = 0; i < shape.Length; i++)
        {
            if (present[i] != shape[i])
            {
                return false;
            }
        }

        return true;
    }
}
