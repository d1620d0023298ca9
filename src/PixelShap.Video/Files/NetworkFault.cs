using System.Text.RegularExpressions;

namespace PixelShap.Video.Files;

/// <summary>What ONNX Runtime's texts mean for whoever gave the model.</summary>
public static partial class NetworkFault
{
    /// <summary>Why a model cannot be loaded or run; a part of a sentence, without a full stop.</summary>
    /// <param name="message">The message of ONNX Runtime, <c>[ErrorCode:...] ...</c>.</param>
    public static string Of(string message)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (Missing().Match(message) is { Success: true } missing)
        {
            return $"the operator {missing.Groups["operator"].Value} is not known here";
        }

        if (Dimension().Match(message) is { Success: true } dimension)
        {
            return $"its input '{dimension.Groups["input"].Value}' has {dimension.Groups["has"].Value} in a place where it was given {dimension.Groups["given"].Value}";
        }

        if (message.Contains("IR version", StringComparison.Ordinal) || message.Contains("opset", StringComparison.OrdinalIgnoreCase))
        {
            return "it is written in a version of ONNX that is not known here";
        }

        if (LacksWeights(message))
        {
            return "the file of its weights, which belongs beside it, is missing or not complete";
        }

        if (Memory().IsMatch(message))
        {
            return "there is not enough memory for it";
        }

        return Code().Match(message).Groups["code"].Value switch
        {
            "InvalidProtobuf" => "it is no ONNX model, or it is damaged",
            "InvalidGraph" => "its operators do not fit together",
            "InvalidArgument" when message.Contains("Load model from", StringComparison.Ordinal) => "its operators do not fit together",
            "InvalidArgument" => "it takes other inputs than it was given",
            "NoSuchFile" or "NoModel" => "a file that belongs to it is missing",
            "NotImplemented" => "it has an operator that is not known here",
            _ when Driver().Match(message) is { Success: true } driver => driver.Groups["words"].Value.Trim().TrimEnd('.'),
            _ => "ONNX Runtime refuses it",
        };
    }

    /// <summary>Whether the weights are in a file of their own that is not there or not whole.</summary>
    /// <param name="message">The message of ONNX Runtime.</param>
    public static bool LacksWeights(string message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return message.Contains("external data", StringComparison.OrdinalIgnoreCase) || message.Contains("External initializer", StringComparison.Ordinal)
            || message.Contains("external_data", StringComparison.OrdinalIgnoreCase);
    }

    [GeneratedRegex(@"^\[ErrorCode:(?<code>\w+)\]")]
    private static partial Regex Code();

    [GeneratedRegex(@"(?:implementation for|No Op registered for|is not a registered function/op\W+)\s*(?<operator>[A-Z]\w+)")]
    private static partial Regex Missing();

    [GeneratedRegex(@"invalid dimensions for input: (?<input>\S+) .*?Got: (?<given>\d+) Expected: (?<has>\d+)", RegexOptions.Singleline)]
    private static partial Regex Dimension();

    [GeneratedRegex("failed to allocate|out of memory|bad_alloc", RegexOptions.IgnoreCase)]
    private static partial Regex Memory();

    // The driver's own words: "no CUDA-capable device is detected".
    [GeneratedRegex(@"CUDA failure \d+: (?<words>[^;]+)")]
    private static partial Regex Driver();
}
