using PixelShap.Video.Cli;
using PixelShap.Video.Cli.Terminal;

NativeEnvironment.Prepare();
return await CommandLine.RunAsync(args);
