namespace PixelShap.FleetTrial;

/// <summary>Prints what was measured, and keeps whether it is what is wanted.</summary>
internal static class Figures
{
    public static bool AllWell { get; private set; } = true;

    public static void Print(string scenario, string text) => Console.WriteLine($"{scenario}: {text} (load {Load()})");

    public static void Check(string scenario, string what, bool isWell)
    {
        AllWell &= isWell;
        Console.WriteLine($"{scenario}: {(isWell ? "ok    " : "FAILED")} {what}");
    }

    private static string Load() => string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ')[..3]);
}
