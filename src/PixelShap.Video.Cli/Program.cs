using PixelShap.Video.Cli;
using PixelShap.Video.Cli.Terminal;

NativeEnvironment.Prepare();
using var names = RawNames.Of(args);
return await CommandLine.RunAsync(names.Arguments);
