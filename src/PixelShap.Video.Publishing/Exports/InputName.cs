namespace PixelShap.Video.Publishing.Exports;

/// <summary>What an input is called.</summary>
internal static class InputName
{
    /// <summary>The name of a file without its folders; an address as it is.</summary>
    public static string Of(string input) => input.Contains("://", StringComparison.Ordinal) ? input : Path.GetFileName(input);
}
