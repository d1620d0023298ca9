using System.Text.Json.Nodes;
using PixelShap.Video.Cli.Terminal;
using Spectre.Console;

namespace PixelShap.Video.Cli.Models;

/// <summary>What <c>models list</c> and <c>models verify</c> print.</summary>
internal static class ModelsReport
{
    public static void List(ModelManifest manifest, ModelStore store, bool json)
    {
        if (json)
        {
            Console.Out.WriteLine(new JsonArray([.. manifest.Models.Select(model => Json(model, store))]).ToJsonString());
            return;
        }

        IAnsiConsole console = Consoles.Output();
        var table = new Table().Border(TableBorder.Rounded).AddColumns("Name", "What for", "Licence", "Size", "Here");
        table.Columns[3].RightAligned().NoWrap();
        table.Columns[0].NoWrap();
        foreach (ModelEntry model in manifest.Models)
        {
            table.AddRow(
                Markup.Escape(model.Name),
                Markup.Escape(model.Use ?? ""),
                Markup.Escape(model.Licence ?? ""),
                model.Size is { } size ? ByteSize.Of(size) : "?",
                store.Has(model) ? "[green]yes[/]" : "");
        }

        console.WriteTable(table);
        console.MarkupLineInterpolated($"Pull one with 'pixelshap models pull NAME'; they go to {store.Folder}");
        string[] unknown = [.. manifest.Models.Where(model => model.Files.Any(file => file.Sha256 is null)).Select(model => model.Name)];
        if (unknown.Length > 0)
        {
            console.MarkupLineInterpolated($"Not every SHA-256 is known for {string.Join(", ", unknown)}: what comes first is pinned.");
        }
    }

    /// <summary>Checks files against the manifest or their pins.</summary>
    /// <returns>Whether all are there and right.</returns>
    public static async Task<bool> VerifyAsync(IReadOnlyList<ModelEntry> models, ModelStore store, bool json, CancellationToken cancellationToken)
    {
        var lines = new List<(string Model, string File, string Status)>();
        foreach (ModelEntry model in models)
        {
            foreach (ModelFile file in model.Files)
            {
                lines.Add((model.Name, file.Path, await store.StatusAsync(model, file, cancellationToken)));
            }
        }

        if (json)
        {
            Console.Out.WriteLine(new JsonArray(
            [
                .. lines.Select(line => (JsonNode)new JsonObject { ["model"] = line.Model, ["file"] = line.File, ["status"] = line.Status }),
            ]).ToJsonString());
        }
        else if (lines.Count == 0)
        {
            Consoles.Output().MarkupLineInterpolated($"No model was pulled into {store.Folder}.");
        }
        else
        {
            foreach ((string model, string file, string status) in lines)
            {
                Consoles.Output().MarkupLineInterpolated($"{model}/{file}: {status}");
            }
        }

        return lines.All(line => ModelStore.IsGood(line.Status));
    }

    private static JsonObject Json(ModelEntry model, ModelStore store) => new()
    {
        ["name"] = model.Name,
        ["title"] = model.Title,
        ["use"] = model.Use,
        ["licence"] = model.Licence,
        ["source"] = model.Source,
        ["yaml"] = model.Yaml,
        ["size"] = model.Size,
        ["pulled"] = store.Has(model),
        ["files"] = new JsonArray([.. model.Files.Select(file => new JsonObject
        {
            ["path"] = file.Path,
            ["url"] = file.Url,
            ["size"] = file.Size,
            ["sha256"] = file.Sha256,
            ["sha256_from"] = file.Sha256 is null ? "not known: pinned on first use" : file.Sha256From,
        })]),
    };
}
