using PixelShap.Video.Cli;

return await CommandLine.RunAsync(args);
