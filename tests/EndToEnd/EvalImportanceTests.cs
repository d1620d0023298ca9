using System.Text.Json;
using PixelShap.Testing;
using PixelShap.Video.Media.Tests;

namespace PixelShap.EndToEnd;

/// <summary><c>pixelshap eval importance</c> on stills with questions, seen through a small graph that always finds a pedestrian where the picture is red.</summary>
public sealed class EvalImportanceTests(Clips clips) : IClassFixture<Clips>
{
    private static readonly string Model = Path.Combine(SharedData.RepositoryRoot, "tests", "PixelShap.Video.Vision.Tests", "Models", "road.onnx");

    [Fact]
    public async Task The_object_that_the_answer_hangs_on_is_found_and_the_figures_are_the_same_every_time()
    {
        string folder = Folder();
        string trials = clips.PathOf("trials.jsonl");
        string[] arguments = ["eval", "importance", folder, "--json", "--trials", trials, "--set", $"segmenter.model={Model}", "--set", "segmenter.threads=1"];
        CommandResult first = await Command.RunAsync(arguments);
        Assert.True(first.ExitCode == 0, first.Error);
        JsonElement[] rows = [.. JsonDocument.Parse(first.Output).RootElement.GetProperty("rows").EnumerateArray()];

        Assert.Equal(4 * 8, rows.Length);
        Assert.All(rows, row => Assert.Equal((1, 1), (Number(row, "questions"), Number(row, "quiet_questions"))));
        foreach (JsonElement row in rows.Where(row => row.GetProperty("strategy").GetString() is not ("largest" or "central")))
        {
            Assert.Equal((1.0, 1.0, 1.0), (Number(row, "recall1"), Number(row, "iou1"), Number(row, "quiet_correct")));
            Assert.InRange(Number(row, "similarity_drop"), 0.1, 1);
        }

        Assert.Equal(32 * 2, File.ReadLines(trials).Count());
        CommandResult second = await Command.RunAsync(arguments);
        Assert.Equal(WithoutSeconds(first.Output), WithoutSeconds(second.Output));
    }

    [Fact]
    public async Task The_table_is_markdown_when_asked_for_and_wrong_folders_are_named()
    {
        CommandResult table = await Command.RunAsync(["eval", "importance", Folder(), "--markdown", "--estimators", "loo", "--regions", "bboa", "--set", $"segmenter.model={Model}"]);
        Assert.StartsWith("| Region | Ranking | Recall@1 |", table.Output, StringComparison.Ordinal);
        Assert.Contains("| bboa | loo | 100 % |", table.Output, StringComparison.Ordinal);

        CommandResult missing = await Command.RunAsync(["eval", "importance", clips.PathOf("nothing-here")]);
        Assert.Equal(3, missing.ExitCode);
    }

    /// <summary>A picture with a red pedestrian and a green car, and a COCO file that asks about it.</summary>
    private string Folder()
    {
        string folder = Directory.CreateDirectory(clips.PathOf("questions")).FullName;
        string picture = clips.Make(
            "street.png", "-f", "lavfi", "-i", "color=c=0x404040:size=640x360", "-vf",
            "drawbox=x=280:y=60:w=80:h=120:color=red:t=fill,drawbox=x=100:y=60:w=80:h=120:color=red:t=fill,drawbox=x=500:y=200:w=100:h=80:color=green:t=fill",
            "-frames:v", "1");
        File.Copy(picture, Path.Combine(folder, "street.png"), overwrite: true);
        File.WriteAllText(Path.Combine(folder, "street.json"), """
            {"images": [{"id": 1, "file_name": "street.png", "width": 640, "height": 360}],
             "categories": [{"id": 1, "name": "pedestrian"}, {"id": 2, "name": "car"}],
             "annotations": [{"id": 1, "image_id": 1, "category_id": 1, "bbox": [100, 60, 80, 120]},
                             {"id": 2, "image_id": 1, "category_id": 2, "bbox": [500, 200, 100, 80]},
                             {"id": 3, "image_id": 1, "category_id": 1, "bbox": [280, 60, 80, 120]}],
             "questions": [{"image_id": 1, "text": "Why does the car have to brake?", "target_annotation_id": 1},
                           {"image_id": 1, "text": "What is coming the other way?", "target_annotation_id": null}]}
            """);
        return folder;
    }

    private static double Number(JsonElement row, string name) => row.GetProperty("result").GetProperty(name).GetDouble();

    private static string WithoutSeconds(string json) => System.Text.RegularExpressions.Regex.Replace(json, "\"seconds\":[0-9.eE-]+", "");
}
