using System.CommandLine;
using PixelShap.Video.Publishing.Reports;

namespace PixelShap.Video.Cli.Commands;

/// <summary>What pages for others leave out.</summary>
internal static class SharingOptions
{
    public static Option<bool> NoPersons() => new("--no-persons")
    {
        Description = "Leaves out the pictures of moments at which a person was seen, at any score, or within a second of them, and the video where there is a person in it.",
    };

    public static Option<bool> NoAnswers() => new("--no-answers") { Description = "Leaves out the model's answers, and the video, in which they stand." };

    public static ReportSharing Of(ParseResult parsed, Option<bool> noPersons, Option<bool> noAnswers) =>
        new() { WithoutPersons = parsed.GetValue(noPersons), WithoutAnswers = parsed.GetValue(noAnswers) };
}
