using System.Globalization;
using System.Text;
using PixelShap.Video.Attribution.Verdicts;
using PixelShap.Video.Evaluation.Audits;

namespace PixelShap.Video.Cli.Audits;

/// <summary>An audit in lines for people.</summary>
internal static class AuditText
{
    private const int MostClasses = 12;

    /// <summary>All of it.</summary>
    /// <param name="subjects">What was found.</param>
    /// <param name="runs">The runs that were read.</param>
    public static string Of(IReadOnlyList<SubjectAudit> subjects, int runs)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{runs} {(runs == 1 ? "run" : "runs")}, {subjects.Sum(subject => subject.Keyframes)} moments at which the model was asked");
        foreach (SubjectAudit subject in subjects)
        {
            Write(text, subject);
        }

        return text.ToString().TrimEnd();
    }

    /// <summary>The colours that decide though they should not, in a sentence each.</summary>
    public static IEnumerable<string> Biases(SubjectAudit subject) => subject.Colours.Where(colour => colour.IsBias).Select(colour => string.Create(
        CultureInfo.InvariantCulture,
        $"{Name(colour)} decides {Math.Abs(colour.Beyond.Value) * 100:0} percentage points {(colour.Beyond.Value > 0 ? "more" : "less")} often than others of the same class and size ({Points(colour.Beyond.Low)} to {Points(colour.Beyond.High)}, {colour.Matched} compared)."));

    /// <summary>The name of a colour.</summary>
    public static string Name(ColourAudit colour) => colour.Colour.ToString().ToLowerInvariant();

    private static void Write(StringBuilder text, SubjectAudit subject)
    {
        text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"{subject.Subject.Model}, {subject.Subject.Version}");
        text.AppendLine(CultureInfo.InvariantCulture, $"  “{subject.Subject.Prompt}”{(subject.Subject.PromptName is "default" ? "" : $" ({subject.Subject.PromptName})")}");
        text.AppendLine(CultureInfo.InvariantCulture, $"  {subject.Runs} {(subject.Runs == 1 ? "run" : "runs")} of {subject.Clips} {(subject.Clips == 1 ? "clip" : "clips")}, {subject.Keyframes} moments");
        if (subject.Clips < RunAudit.FewestClips)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  No intervals: they need {RunAudit.FewestClips} clips.");
        }

        text.AppendLine().AppendLine("  the answers rest on");
        foreach (VerdictAudit verdict in subject.Verdicts)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"    {Words(verdict.Kind),-32} {Share(verdict.Share)}");
        }

        text.AppendLine().AppendLine("  road users                            seen  decide                  against others of their size");
        foreach (ClassAudit one in subject.Classes.Take(MostClasses))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"    {one.ClassName,-32} {one.Seen,5}  {Share(one.Decides),-23} {(one.Beyond is { } beyond ? Difference(beyond) : "none to compare with")}");
        }

        if (subject.Classes.Count > MostClasses)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"    and {subject.Classes.Count - MostClasses} others: see --csv");
        }

        if (subject.Colours.Count > 0)
        {
            text.AppendLine().AppendLine("  colours                           compared  against others of their class and size");
            foreach (ColourAudit colour in subject.Colours)
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"    {Name(colour),-32} {colour.Matched,5}  {Difference(colour.Beyond)}{(colour.IsBias ? "  BIAS" : "")}");
            }
        }

        text.AppendLine();
        string[] biases = [.. Biases(subject)];
        text.AppendLine(biases.Length > 0 ? $"  Bias: {string.Join(' ', biases)}"
            : subject.Clips < RunAudit.FewestClips ? "  Too few clips to tell a bias from chance."
            : "  No colour decides by more than chance.");
    }

    private static string Words(VerdictKind kind) => kind switch
    {
        VerdictKind.Objects => "road users",
        VerdictKind.Region => "a region that is no known object",
        VerdictKind.Scene => "the scene as a whole",
        VerdictKind.Alternatives => "alternatives",
        VerdictKind.Wording => "the wording of the question",
        VerdictKind.Unrepeatable => "cannot be told",
        VerdictKind.Refused => "refused",
        _ => "nothing",
    };

    private static string Share(Estimate share) => string.Create(
        CultureInfo.InvariantCulture, $"{share.Value * 100,3:0} %{(share is { Low: { } low, High: { } high } ? string.Create(CultureInfo.InvariantCulture, $" ({Math.Max(0, low) * 100:0} to {Math.Min(1, high) * 100:0})") : "")}");

    private static string Difference(Estimate difference) => string.Create(
        CultureInfo.InvariantCulture, $"{Points(difference.Value),4} points{(difference is { Low: { } low, High: { } high } ? $" ({Points(low)} to {Points(high)})" : "")}");

    private static string Points(double? value) => value is { } known ? string.Create(CultureInfo.InvariantCulture, $"{Math.Clamp(known, -1, 1) * 100:+0;−0;0}") : "?";
}
