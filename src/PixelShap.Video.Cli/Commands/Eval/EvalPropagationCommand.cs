using System.CommandLine;
using System.Globalization;
using PixelShap.Video.Evaluation.Masks;
using PixelShap.Video.Vision.OpenCv;

namespace PixelShap.Video.Cli.Commands.Eval;

/// <summary><c>pixelshap eval propagation</c>: how well masks are carried over the frames between given ones.</summary>
internal static class EvalPropagationCommand
{
    public static Command Create()
    {
        var frames = new Option<string>("--frames")
        {
            Description = "The folder of a sequence's frames, or of several sequences.",
            Required = true,
        };
        var masks = new Option<string>("--masks")
        {
            Description = "The folder of the true masks, laid out like the frames.",
            Required = true,
        };
        var every = new Option<int>("--every")
        {
            Description = "A mask is given every so many frames, at least 2.",
            DefaultValueFactory = _ => 10,
        };
        every.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && int.TryParse(text, CultureInfo.InvariantCulture, out int number) && number < 2)
            {
                result.AddError($"--every is {number}. Allowed: a whole number of at least 2.");
            }
        });
        var causal = new Option<bool>("--causal") { Description = "Looks only at the given mask before a frame, as live use does." };
        var output = new Option<string?>("--output") { Description = "A folder for the masks, PNG files named like the frames." };
        var json = new Option<bool>("--json") { Description = "Prints one line of JSON." };
        var command = new Command("propagation", "Measures masks carried over time against true masks.")
        {
            frames, masks, every, causal, output, json,
        };
        command.SetAction((parsed, cancellationToken) =>
        {
            PropagationScore score = PropagationEvaluation.Run(
                parsed.GetRequiredValue(frames),
                parsed.GetRequiredValue(masks),
                parsed.GetValue(every),
                parsed.GetValue(causal),
                new OpenCvImageCodec(),
                parsed.GetValue(output),
            cancellationToken);
            var figures = new PropagationFigures(score.Sequences, score.Frames, score.MeanJ, score.LowJ, score.MillisecondsPerFrame);
            EvalReport.Write(figures, parsed.GetValue(json), VisionFiguresJson.Default.PropagationFigures);
            return Task.FromResult((int)ExitCode.Done);
        });
        return command;
    }
}
