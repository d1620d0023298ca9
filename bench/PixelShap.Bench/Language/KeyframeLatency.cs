using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using PixelShap.Masking;
using PixelShap.Similarity;
using PixelShap.Video.Attribution;
using PixelShap.Video.Attribution.Prompts;
using PixelShap.Video.Frames;
using PixelShap.Video.Language;
using PixelShap.Video.Language.Tests;
using PixelShap.Video.Runs.Configuration;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Time;
using PixelShap.Video.Tracking;
using PixelShap.Video.Vision.OpenCv;

namespace PixelShap.Bench.Language;

/// <summary>
/// How long a keyframe of 8 objects takes when each answer takes 300 ms and 16 calls are allowed at once, against the shortest possible time: all
/// calls of the keyframe, baseline included, in full rounds of 16. Everything is real but the model behind the server. Other work on the machine only
/// adds to the time, so that the best keyframe tells what the program needs; the processor time is that of program and server together.
/// </summary>
internal static class KeyframeLatency
{
    private const int Objects = 8, Concurrency = 16, Keyframes = 7;
    private const string Variable = "PIXELSHAP_BENCH_KEY";
    private const double AnswerSeconds = 0.3, MostRatio = 1.3;

    private static readonly (int Width, int Height)[] Sizes = [(640, 360), (1280, 720)];

    private static readonly (string Name, AttributionConfiguration Attribution)[] Cases =
    [
        ("bayes over time, 3n", new AttributionConfiguration { Budget = "3n", Estimator = "bayes" }),
        ("bayes alone, 3n", new AttributionConfiguration { Budget = "3n", Estimator = "bayes", OverTime = false }),
        ("bayes alone, auto:3n", new AttributionConfiguration { Budget = "auto:3n", Estimator = "bayes", OverTime = false }),
        ("kernel, 3n", new AttributionConfiguration { Budget = "3n", Estimator = "kernel" }),
    ];

    /// <summary>Measures, prints a table, and says with 1 that a case takes longer than it may.</summary>
    public static async Task<int> RunAsync()
    {
        Environment.SetEnvironmentVariable(Variable, ChatServer.Key);
        await using ChatServer server = await ChatServer.StartAsync(_ => Fault.None, TimeSpan.FromSeconds(AnswerSeconds));
        Console.WriteLine($"{Objects} objects, {AnswerSeconds * 1000:0} ms per answer, {Concurrency} calls at once, {Keyframes} keyframes");
        Console.WriteLine($"{"picture",-11}{"case",-22}{"calls",8}{"rounds",8}{"shortest",11}{"best",9}{"ratio",8}{"median",9}{"ratio",8}{"processor",12}");
        bool isGood = true;
        await MeasureAsync(server, Cases[0].Attribution, Sizes[0]);
        foreach (((int Width, int Height) size, (string name, AttributionConfiguration attribution)) in Sizes.SelectMany(size => Cases.Select(one => (size, one))))
        {
            Measured[] measured = await MeasureAsync(server, attribution, size);
            Measured best = measured[0], median = measured[Keyframes / 2];
            isGood &= best.Ratio <= MostRatio;
            double processor = measured.Min(one => one.Processor.TotalMilliseconds);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{$"{size.Width}x{size.Height}",-11}{name,-22}{best.Calls,8}{best.Rounds,8}{best.Shortest,9:0.00} s{best.Seconds,7:0.00} s{best.Ratio,8:0.00}"
                + $"{median.Seconds,7:0.00} s{median.Ratio,8:0.00}{processor,9:0} ms"));
        }

        return isGood ? 0 : 1;
    }

    private static async Task<Measured[]> MeasureAsync(ChatServer server, AttributionConfiguration attribution, (int Width, int Height) size)
    {
        var configuration = new PipelineConfiguration
        {
            Attribution = attribution,
            Vlm = new VlmConfiguration
            {
                Provider = Providers.OpenAi,
                Model = "bench",
                BaseUrl = server.BaseUrl,
                ApiKeyVariable = Variable,
                Concurrency = Concurrency,
                Cache = new VlmCache { Enabled = false },
            },
        };
        await using IVisionLanguageModel model =
            LanguageModels.Create(configuration.Vlm, 1, new OpenCvImageCodec(), ".", planOnly: false, TimeProvider.System, NullLogger.Instance);
        using var questions = new QuestionQueue(model, new AnswerMemory((_, _, _) => ValueTask.CompletedTask), Concurrency);
        NamedPrompt prompt = RunPrompts.Shown(configuration);
        var attributor = new KeyframeAttributor(attribution, [prompt], configuration.Seed, questions, ColourFill.Black, new TfIdfSimilarity());
        var pool = new FramePool(1);
        var measured = new List<Measured>();
        for (int i = 0; i < Keyframes; i++)
        {
            using Frame frame = Draw(pool, i, size);
            TrackedObject[] objects = [.. Enumerable.Range(0, Objects).Select(number => Object(number, i, size))];
            int before = server.Calls.Count;
            TimeSpan processor = Environment.CpuUsage.TotalTime;
            long startedAt = Stopwatch.GetTimestamp();
            using (KeyframeScene scene = attributor.SceneOf(new ObservedFrame(i, frame.Image, i, objects)))
            {
                await attributor.AttributeAsync(scene, prompt, questions.OpenScope(), CancellationToken.None);
            }

            measured.Add(new Measured(server.Calls.Count - before, Stopwatch.GetElapsedTime(startedAt).TotalSeconds, Environment.CpuUsage.TotalTime - processor));
        }

        return [.. measured.OrderBy(one => one.Ratio)];
    }

    /// <summary>A picture with as much detail as footage has, another one each time.</summary>
    private static Frame Draw(FramePool pool, int number, (int Width, int Height) size)
    {
        var epoch = new Epoch(0, DateTimeOffset.UnixEpoch, "start");
        Frame frame = pool.Rent(new FrameHeader(number, epoch, new MediaTime(number, new Rational(1, 1)), size.Width, size.Height, PixelFormat.Bgr24));
        var random = new Random(number);
        byte[] noise = new byte[size.Width * 3];
        for (int y = 0; y < size.Height; y++)
        {
            random.NextBytes(noise);
            Span<byte> row = frame.Image.Row(y);
            for (int x = 0; x < row.Length; x++)
            {
                row[x] = (byte)((((x / 7) + y + (40 * number)) & 0xC0) + (noise[x] >> 4));
            }
        }

        return frame;
    }

    private static TrackedObject Object(int number, int shift, (int Width, int Height) size)
    {
        float unit = size.Width / 64f, left = unit * (1 + (7.5f * number) + (shift / 2f));
        var box = new BoundingBox(left, unit * 15, left + (unit * 6), unit * 21);
        return new TrackedObject(number + 1, new Detection(2, "car", 0.9f, box, Mask.FromBox(size.Width, size.Height, box.ToPixels(size.Width, size.Height))));
    }

    /// <summary>One keyframe.</summary>
    private sealed record Measured(int Calls, double Seconds, TimeSpan Processor)
    {
        public int Rounds => (Calls + Concurrency - 1) / Concurrency;

        public double Shortest => Rounds * AnswerSeconds;

        public double Ratio => Seconds / Shortest;
    }
}
