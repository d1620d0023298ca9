using System.CommandLine;
using PixelShap.Video.Cli.Sharing;

namespace PixelShap.Video.Cli.Commands;

/// <summary><c>pixelshap case</c>: a run as evidence, and whether one still is what was signed.</summary>
internal static class CaseCommand
{
    public static Command Create()
    {
        var run = new Argument<string>("RUN_DIR") { Description = "The directory that 'run' or 'watch' left." };
        var output = new Option<string?>("--out", "--output", "-o") { Description = "The case to write, a ZIP file.", HelpName = "FILE" };
        var key = new Option<string?>("--key") { Description = "The Ed25519 key that signs (PEM). Default: a fresh one, of which only the public half is kept, in the case.", HelpName = "FILE" };
        var by = new Option<string?>("--by") { Description = "Who makes the case, in your own words.", HelpName = "NAME" };
        var withClip = new Option<bool>("--with-clip") { Description = "Takes the clip itself along, and not its hash alone." };
        var input = new Option<string?>("--input", "-i") { Description = "Where the clip is now, or the folder with the files of a drive, if it has moved.", HelpName = "FILE" };
        var command = new Command("case", "Packs a run with everything that was found, asked and answered into one signed file that shows every later change.")
        {
            run, output, key, by, withClip, input, Verify(), Key(), Mark(),
        };
        command.SetAction((parsed, _) => CaseRun.WriteAsync(new CaseOptions(
            parsed.GetRequiredValue(run), parsed.GetValue(output), parsed.GetValue(key), parsed.GetValue(by), parsed.GetValue(withClip), parsed.GetValue(input))));
        return command;
    }

    private static Command Verify()
    {
        var file = new Argument<string>("CASE") { Description = "The case, a ZIP file." };
        var key = new Option<string?>("--key") { Description = "The key that must have signed it: its public half (PEM) is enough.", HelpName = "FILE" };
        var clip = new Option<string?>("--clip") { Description = "Also looks whether this is the clip of the case.", HelpName = "FILE" };
        var json = new Option<bool>("--json") { Description = "Prints the result as JSON on the standard output, and nothing else there." };
        var command = new Command("verify", "Says whether a case is, to the byte, the one that was signed, and where it is not. Exit code 1: it is not.") { file, key, clip, json };
        command.SetAction((parsed, _) => CaseRun.VerifyAsync(parsed.GetRequiredValue(file), parsed.GetValue(key), parsed.GetValue(clip), parsed.GetValue(json)));
        return command;
    }

    private static Command Mark()
    {
        var run = new Argument<string>("RUN_DIR") { Description = "The directory that 'run' or 'watch' left." };
        var by = new Option<string>("--by") { Description = "Who marks.", HelpName = "NAME", Required = true };
        var at = new Option<string?>("--at") { Description = "The moment in the clip: seconds or h:mm:ss.s.", HelpName = "T" };
        var track = new Option<int?>("--track") { Description = "The road user that it is about.", HelpName = "N" };
        var verdict = new Option<string?>("--verdict") { Description = "What is found, for example right, wrong, unsure.", HelpName = "TEXT" };
        var note = new Option<string?>("--note") { Description = "Anything else.", HelpName = "TEXT" };
        var command = new Command("mark", "Adds a reviewer's mark to a run, with who and when; it goes into every case that is made later.") { run, by, at, track, verdict, note };
        command.SetAction(parsed => CaseMark.Add(
            parsed.GetRequiredValue(run), parsed.GetRequiredValue(by), ReviewTime.Parse(parsed.GetValue(at), "--at"), parsed.GetValue(track), parsed.GetValue(verdict), parsed.GetValue(note), TimeProvider.System));
        return command;
    }

    private static Command Key()
    {
        var file = new Argument<string>("FILE") { Description = "The file of the secret key; the public one gets '.pub' behind its name." };
        var command = new Command("key", "Makes a key for signing cases.") { file };
        command.SetAction(parsed => CaseRun.MakeKey(parsed.GetRequiredValue(file)));
        return command;
    }
}
