using System.Text.Json.Nodes;
using PixelShap.Video.Cli.Composition;
using Spectre.Console;

namespace PixelShap.Video.Cli.Doctor;

/// <summary>What was found, as a list for people or as JSON.</summary>
internal sealed class DoctorReport(IReadOnlyList<Finding> findings)
{
    /// <summary>Whether nothing that is required is missing.</summary>
    public bool IsWell => findings.All(finding => finding.State != FindingState.Missing);

    /// <summary>Prints a line for each finding, and under it what mends it.</summary>
    public void Show(IAnsiConsole console)
    {
        // The width of the longest name, so that all areas stand in the same columns.
        int width = findings.Max(finding => finding.Name.Length);
        foreach (IGrouping<string, Finding> area in findings.GroupBy(finding => finding.Area))
        {
            console.MarkupLineInterpolated($"[bold]{area.Key}[/]");
            var grid = new Grid().AddColumn(new GridColumn { Padding = new Padding(2, 0, 2, 0), NoWrap = true, Width = Word(FindingState.Missing).Length })
                .AddColumn(new GridColumn { Padding = new Padding(0, 0, 2, 0), NoWrap = true, Width = width })
                .AddColumn(new GridColumn { Padding = new Padding(0) });
            foreach (Finding finding in area)
            {
                string colour = Colour(finding.State);
                grid.AddRow($"[{colour}]{Word(finding.State)}[/]", finding.Name.EscapeMarkup(), finding.State == FindingState.Optional ? $"[grey]{finding.Detail.EscapeMarkup()}[/]" : finding.Detail.EscapeMarkup());
                if (finding.Mending is { } mending)
                {
                    grid.AddRow("", "", $"[{(finding.State == FindingState.Optional ? "grey" : "aqua")}]→ {mending.EscapeMarkup()}[/]");
                }
            }

            console.Write(grid);
        }

        console.WriteLine();
        ShowEnd(console);
    }

    /// <summary>What <c>--json</c> prints.</summary>
    public JsonObject ToJson() => new()
    {
        ["product"] = $"PixelShap.Video {CommandLine.Version}",
        ["ok"] = IsWell,
        ["onnx_runtime"] = new JsonObject { ["package"] = OnnxRuntimePackage.Name, ["version"] = OnnxRuntimePackage.Version },
        ["findings"] = new JsonArray([.. findings.Select(finding => new JsonObject
        {
            ["area"] = finding.Area,
            ["name"] = finding.Name,
            ["state"] = finding.State.ToString().ToLowerInvariant(),
            ["detail"] = finding.Detail,
            ["remedy"] = finding.Mending,
        })]),
    };

    private void ShowEnd(IAnsiConsole console)
    {
        int missing = findings.Count(finding => finding.State == FindingState.Missing), warnings = findings.Count(finding => finding.State == FindingState.Warning);
        string also = warnings == 0 ? "" : $", {warnings} {(warnings == 1 ? "warning" : "warnings")}";
        if (missing == 0)
        {
            console.MarkupLineInterpolated($"[green]Nothing that is required is missing{also}.[/]");
        }
        else
        {
            console.MarkupLineInterpolated($"[red]{missing} required {(missing == 1 ? "thing is" : "things are")} missing{also}.[/]");
        }

        string[] packages = [.. findings.Where(finding => finding.State != FindingState.Ok).SelectMany(finding => finding.Packages).Distinct()];
        if (packages.Length > 1)
        {
            console.MarkupLineInterpolated($"At once: [aqua]{Apt.Install(packages)}[/]");
        }
    }

    private static string Word(FindingState state) => state == FindingState.Optional ? "–" : state.ToString().ToLowerInvariant();

    private static string Colour(FindingState state) => state switch
    {
        FindingState.Ok => "green",
        FindingState.Warning => "yellow",
        FindingState.Missing => "red",
        _ => "grey",
    };
}
