namespace PixelShap.FleetTrial;

internal static class ClipTrials
{
    public static Task RunAsync(string[] arguments) => Task.CompletedTask;
}
