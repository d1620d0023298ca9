namespace PixelShap.Video.Cli.Terminal;

/// <summary>The row that stands for those that cannot be told from nothing.</summary>
internal static class FoldedRows
{
    /// <summary>What it says.</summary>
    /// <param name="shown">How many rows have numbers.</param>
    /// <param name="all">How many there are.</param>
    public static string Text(int shown, int all) => (shown > 0, all - shown) switch
    {
        (true, 1) => "and 1 other: nothing measurable",
        (true, var others) => $"and {others} others: nothing measurable",
        (false, 1) => "1 object: nothing measurable",
        (false, var objects) => $"{objects} objects: nothing measurable",
    };
}
