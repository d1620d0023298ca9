using PixelShap.Video.Cli.Commands.Eval.Importance;
using PixelShap.Video.Evaluation.Importance;
using PixelShap.Video.Vision.Coco;

namespace PixelShap.Video.Cli.Tests;

public sealed class QuestionSetTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pixelshap-questions-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Questions_about_images_name_the_annotation_that_they_hang_on()
    {
        Write("street.json", """
            {"images": [{"id": 7, "file_name": "a.png", "width": 8, "height": 8}, {"id": 8, "file_name": "b.png", "width": 8, "height": 8}],
             "categories": [{"id": 1, "name": "car"}],
             "annotations": [{"id": 3, "image_id": 7, "category_id": 1, "bbox": [1, 1, 4, 4]}, {"id": 4, "image_id": 7, "category_id": 1, "bbox": [6, 6, 2, 2]}],
             "questions": [{"image_id": 7, "text": "Which?", "target_annotation_id": 4}, {"image_id": 7, "text": "None?", "target_annotation_id": null}]}
            """);
        QuestionSet set = Assert.Single(QuestionSet.In(_folder));
        CocoImage image = Assert.Single(set.Pictures(1));
        IReadOnlyDictionary<CocoAnnotation, ImportanceObject> objects = set.Objects(image);
        IReadOnlyList<ImportanceQuestion> questions = set.Questions(image, objects);

        Assert.Equal(["car 3", "car 4"], objects.Values.Select(item => item.Name).Order());
        Assert.Equal(("Which?", "car 4", 4), (questions[0].Prompt, questions[0].Target!.Name, questions[0].Target!.Mask.Area));
        Assert.Contains(questions[0].Target!, objects.Values);
        Assert.Equal(("None?", null), (questions[1].Prompt, questions[1].Target));
    }

    [Fact]
    public void Questions_about_a_clip_hold_for_their_spans_while_the_target_is_in_view()
    {
        File.WriteAllText(Path.Combine(_folder, "drive.mp4"), "");
        string images = string.Join(", ", Enumerable.Range(0, 8).Select(i => $$"""{"id": {{i}}, "frame_id": {{i}}, "time_seconds": {{i / 2.0}}, "width": 8, "height": 8}"""));
        Write("drive.json", $$"""
            {"images": [{{images}}], "categories": [{"id": 1, "name": "car"}], "tracks": [{"id": 5, "label": "the van"}],
             "annotations": [{"id": 1, "image_id": 2, "track_id": 5, "category_id": 1, "bbox": [1, 1, 4, 4]},
                             {"id": 2, "image_id": 6, "track_id": 5, "category_id": 1, "bbox": [1, 1, 4, 4]}],
             "prompts": [{"text": "Which?", "spans": [{"from": 1.0, "to": 3.0, "track_id": 5}, {"from": 3.0, "to": 4.0, "track_id": null}]}]}
            """);
        QuestionSet set = Assert.Single(QuestionSet.In(_folder));

        Assert.Equal([2, 4, 6], set.Pictures(1).Select(image => (int)image.Id));
        Assert.Equal([("Which?", "the van")], Asked(set, 2));
        Assert.Empty(Asked(set, 4));

        // A span ends before its end: the target is still in view there, and the next span has begun.
        Assert.Equal([("Which?", null)], Asked(set, 6));
    }

    [Fact]
    public void A_folder_that_asks_nothing_is_refused()
    {
        Write("coco.json", """{"images": [], "annotations": [], "categories": []}""");
        Assert.Contains("asks anything", Assert.Throws<PixelShapException>(() => QuestionSet.In(_folder)).Message);
    }

    private static IEnumerable<(string Prompt, string? Target)> Asked(QuestionSet set, int id)
    {
        CocoImage image = set.Dataset.Images.Single(item => item.Id == id);
        return set.Questions(image, set.Objects(image)).Select(question => (question.Prompt, question.Target?.Name));
    }

    private void Write(string name, string json) => File.WriteAllText(Path.Combine(_folder, name), json);
}
