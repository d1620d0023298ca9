using BenchmarkDotNet.Running;
using PixelShap.Bench.Language;

// "latency" measures how long a keyframe waits for its answers. Otherwise, without arguments everything is measured; "--filter *Scene*" measures a
// part, "--list flat" names them all.
if (args is ["latency"])
{
    return await KeyframeLatency.RunAsync();
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args.Length == 0 ? ["--filter", "*"] : args);
return 0;
