using System.CommandLine;
using PixelShap.Video.Cli.Joining;
using PixelShap.Video.Runs.Configuration;

namespace PixelShap.Video.Cli.Commands;

/// <summary><c>pixelshap run</c>: a clip in, importance tracks and an annotated video out.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var pipeline = new Argument<string?>("PIPELINE.yaml")
        {
            Description = "The settings. Default: pipeline.yaml in the current directory, else built-in defaults.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var input = new Option<string>("--input", "-i") { Description = "The video file.", Required = true, HelpName = "FILE" };
        var offline = new Option<bool>("--offline") { Description = "Takes answers from the response cache alone, and says which one is missing." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Says how many calls and tokens the run needs and what they cost, and asks nothing." };
        var brief = new Option<bool>("--brief") { Description = "Prints only what mattered when." };
        var options = new RunOptions();
        var command = new Command("run", "Analyses a clip: which road users the answers depended on, over time. Goes on by itself where an earlier run was cut off.")
        {
            pipeline,
            input,
            offline,
            dryRun,
            brief,
        };
        options.AddTo(command);
        command.SetAction((parsed, _) =>
        {
            string file = parsed.GetRequiredValue(input);
            if (file.Contains("://", StringComparison.Ordinal))
            {
                throw new PixelShapException(ExitCode.Usage, $"'run' takes a file, not the address {Redacted.Address(file)}.", "Use: pixelshap watch URL --output DIR");
            }

            PipelineFile settings = PipelineFile.Find(parsed.GetValue(pipeline), "pipeline.yaml");
            string output = parsed.GetValue(options.Output) ?? Path.Combine("runs", Path.GetFileNameWithoutExtension(file));
            List<string> overrides = [.. parsed.GetValue(options.Set) ?? []];
            if (parsed.GetValue(offline))
            {
                overrides.Add("vlm.cache.offline=true");
            }

            PipelineConfiguration configuration = settings.Read(overrides);
            if (parsed.GetValue(dryRun))
            {
                return new DryRun(configuration, settings.Directory, TimeProvider.System).RunAsync(file, parsed.GetValue(options.Json));
            }

            var run = new FileRun(configuration, settings.Directory, TimeProvider.System);
            return run.RunAsync(file, output, parsed.GetValue(options.Json), parsed.GetValue(options.Verbose), parsed.GetValue(brief));
        });
        return command;
    }
}
