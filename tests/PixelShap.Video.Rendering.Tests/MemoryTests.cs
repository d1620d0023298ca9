using System.Diagnostics;
using PixelShap.Video.Frames;
using PixelShap.Video.Importance;
using PixelShap.Video.Rendering.Layout;
using PixelShap.Video.Runs.Scenes;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Rendering.Tests;

/// <summary>These tests read the memory of the process, so nothing else may run beside them.</summary>
[CollectionDefinition(nameof(MemoryTests), DisableParallelization = true)]
public sealed class MemoryTestsAlone;

[Collection(nameof(MemoryTests))]
public sealed class MemoryTests
{
    [Fact]
    public void Ten_thousand_pictures_with_ever_new_words_and_strips_leave_nothing_behind()
    {
        const int width = 96, height = 64;
        SceneLayout layout = SceneLayout.For(width, height);
        using Frame source = Pictures.Filled(width, height, PixelFormat.Bgr24, 60);
        using Frame output = Pictures.Output(layout);
        using var renderer = new SceneRenderer(layout);
        Draw(0, 2_000);
        long before = Resident();
        Draw(2_000, 12_000);
        long grown = Resident() - before;

        // One leaked layout per picture would be about 20 MB, one surface more than 100 MB.
        Assert.True(grown < 12_000_000, $"{grown / 1e6:F1} MB more than before");

        void Draw(int from, int to)
        {
            for (int i = from; i < to; i++)
            {
                var box = new BoundingBox(20 + (i % 30), 20, 50 + (i % 30), 50);
                var item = new SceneObject(i / 10, "car", box, null, new ImportanceSample(Math.Sin(i) * 0.5, 0, SampleKind.Observed));
                if (i % 20 == 0)
                {
                    renderer.Strip = Pictures.Strip(i + 1, i / 10, (i / 10) + 1);
                }

                Scene scene = Pictures.Scene(i / 30.0, item) with { IsKeyframe = i % 40 == 0, Answer = $"Answer {i / 5}" };
                renderer.Draw(source, scene, output);
            }
        }
    }

    [Fact]
    public void Renderers_give_back_what_they_took()
    {
        SceneLayout layout = SceneLayout.For(96, 64);
        using Frame source = Pictures.Filled(96, 64, PixelFormat.Bgr24, 60);
        using Frame output = Pictures.Output(layout);
        Create(60);
        long before = Resident();
        Create(200);
        long grown = Resident() - before;
        Assert.True(grown < 20_000_000, $"{grown / 1e6:F1} MB more than before");

        void Create(int count)
        {
            for (int i = 0; i < count; i++)
            {
                using var renderer = new SceneRenderer(layout) { Strip = Pictures.Strip(10, 1) };
                renderer.Draw(source, Pictures.Scene(0), output);
            }
        }
    }

    private static long Resident()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
