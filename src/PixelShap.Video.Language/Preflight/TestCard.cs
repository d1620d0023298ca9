using System.Globalization;
using PixelShap.Masking;

namespace PixelShap.Video.Language.Preflight;

/// <summary>A picture whose content nobody can guess: a number of three digits, and a square in one of four colours.</summary>
/// <param name="Number">The number, 100 to 999.</param>
/// <param name="Colour">The name of the colour.</param>
/// <param name="Picture">The picture.</param>
internal sealed record TestCard(int Number, string Colour, BgrImage Picture)
{
    /// <summary>What is asked about it.</summary>
    public const string Question = "Which number is written in this picture, and which colour is the square? Answer in one short sentence.";

    private const int Width = 480, Height = 320, Stroke = 18, DigitWidth = 70, DigitHeight = 150;

    // Which of the seven strokes each digit has, from the top: top, upper left, upper right, middle, lower left, lower right, bottom.
    private static readonly string[] Strokes = ["1110111", "0010010", "1011101", "1011011", "0111010", "1101011", "1101111", "1010010", "1111111", "1111011"];
    private static readonly (string Name, byte[] Bgr)[] Colours = [("red", [30, 30, 220]), ("green", [40, 160, 40]), ("blue", [220, 60, 30]), ("yellow", [30, 220, 240])];

    /// <summary>Draws a card; another one for each number.</summary>
    public static TestCard Draw(int number)
    {
        var pixels = new byte[Width * Height * 3];
        Array.Fill(pixels, (byte)245);
        (string name, byte[] bgr) = Colours[number % Colours.Length];
        Fill(pixels, 40, 90, 110, 110, bgr);
        string digits = number.ToString(CultureInfo.InvariantCulture);
        for (int i = 0; i < digits.Length; i++)
        {
            DrawDigit(pixels, 190 + (i * (DigitWidth + 24)), 80, Strokes[digits[i] - '0']);
        }

        return new TestCard(number, name, new BgrImage(pixels, Width, Height, Width * 3));
    }

    /// <summary>Whether an answer names the number; then the picture was seen.</summary>
    public bool IsSeenIn(string answer) => answer.Contains(Number.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        || string.Concat(answer.Where(char.IsAsciiDigit)) == Number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Whether an answer names the colour.</summary>
    public bool HasColour(string answer) => answer.Contains(Colour, StringComparison.OrdinalIgnoreCase);

    private static void DrawDigit(byte[] pixels, int x, int y, string strokes)
    {
        const int Half = DigitHeight / 2;
        (int X, int Y, int Width, int Height)[] places =
        [
            (x, y, DigitWidth, Stroke), (x, y, Stroke, Half), (x + DigitWidth - Stroke, y, Stroke, Half), (x, y + Half - (Stroke / 2), DigitWidth, Stroke),
            (x, y + Half, Stroke, Half), (x + DigitWidth - Stroke, y + Half, Stroke, Half), (x, y + DigitHeight - Stroke, DigitWidth, Stroke),
        ];
        foreach ((int left, int top, int width, int height) in places.Where((_, i) => strokes[i] == '1'))
        {
            Fill(pixels, left, top, width, height, [20, 20, 20]);
        }
    }

    private static void Fill(byte[] pixels, int x, int y, int width, int height, ReadOnlySpan<byte> bgr)
    {
        for (int row = y; row < y + height; row++)
        {
            for (int column = x; column < x + width; column++)
            {
                bgr.CopyTo(pixels.AsSpan(((row * Width) + column) * 3));
            }
        }
    }
}
