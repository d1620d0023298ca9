using System.Globalization;

namespace PixelShap.Video.Cli.Terminal;

/// <summary>How importance is told on the terminal: in plain words and percent of an answer, or with <c>--expert</c> by the terms and digits of the method.</summary>
/// <param name="IsExpert">Whether all is shown.</param>
internal readonly record struct Wording(bool IsExpert)
{
    /// <summary>A value: how much of an answer rests on something.</summary>
    public string Value(double value) => IsExpert ? Signed(value) : $"{Percent(value)} %";

    /// <summary>What stands at the head of a column of values.</summary>
    public string Head(string expert, string plain) => IsExpert ? expert : plain;

    private static string Signed(double value) => value.ToString("+0.000;-0.000;0.000", CultureInfo.InvariantCulture);

    private static string Percent(double value) => (100 * value).ToString("0;-0;0", CultureInfo.InvariantCulture);
}
