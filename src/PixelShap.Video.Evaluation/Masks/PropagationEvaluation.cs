using System.Diagnostics;
using PixelShap.Masking;
using PixelShap.Video.Files;
using PixelShap.Video.Frames;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Vision.Motion;

namespace PixelShap.Video.Evaluation.Masks;

/// <summary>How well masks are carried over the frames between given ones.</summary>
/// <param name="Sequences">The number of sequences.</param>
/// <param name="Frames">The number of frames scored: those between the given masks.</param>
/// <param name="MeanJ">The mean over the sequences of the mean of the region similarity J, the IoU with the true mask (Perazzi et al.
/// 2016, DAVIS), 0 to 1.</param>
/// <param name="LowJ">The 10th percentile of J over all frames.</param>
/// <param name="MillisecondsPerFrame">The time spent on carrying, decoding and scoring aside.</param>
public sealed record PropagationScore(int Sequences, int Frames, double MeanJ, double LowJ, double MillisecondsPerFrame);

/// <summary>Carries the true mask of every k-th frame over the frames between and compares.</summary>
public static class PropagationEvaluation
{
    /// <summary>Evaluates a sequence, or every sequence where the folders hold folders of the same names. Frames and masks are matched by
    /// the order of their names.</summary>
    /// <param name="frameFolder">The frames, JPEG or PNG.</param>
    /// <param name="maskFolder">The masks, PNG: every value but 0 is an object of its own.</param>
    /// <param name="every">A mask is given every so many frames.</param>
    /// <param name="causal">Whether only the given mask before a frame counts, and not also the one after it.</param>
    /// <param name="codec">Reads and writes pictures.</param>
    /// <param name="outputFolder">Where the masks are written, named like the frames; null writes nothing.</param>
    /// <param name="cancellationToken">Stops the evaluation.</param>
    /// <exception cref="PixelShapException">A folder is missing or empty, or a picture cannot be read.</exception>
    public static PropagationScore Run(
        string frameFolder, string maskFolder, int every, bool causal, IImageCodec codec, string? outputFolder,
        CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(every, 2);
        string[] names = Pictures(frameFolder).Length > 0
            ? [""]
            : [.. Directory.EnumerateDirectories(frameFolder).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)];
        Sequence[] sequences = [.. names.Select(name => RunSequence(
            Path.Combine(frameFolder, name), Path.Combine(maskFolder, name), every, causal, codec,
            outputFolder is null ? null : Path.Combine(outputFolder, name), cancellationToken))];
        double[] all = [.. sequences.SelectMany(sequence => sequence.Similarities).Order()];
        if (all.Length == 0)
        {
            throw new PixelShapException(
                ExitCode.Input, $"The folder '{frameFolder}' has no frames between given masks.", "Check the folders and --every.");
        }

        return new PropagationScore(
            sequences.Length,
            all.Length,
            sequences.Where(sequence => sequence.Similarities.Count > 0).Average(sequence => sequence.Similarities.Average()),
            all[all.Length / 10],
            sequences.Sum(sequence => sequence.Milliseconds) / sequences.Sum(sequence => sequence.Frames));
    }

    private static Sequence RunSequence(
        string frameFolder, string maskFolder, int every, bool causal, IImageCodec codec, string? outputFolder,
        CancellationToken cancellationToken)
    {
        string[] frames = Pictures(frameFolder), masks = Pictures(maskFolder);
        if (frames.Length != masks.Length || frames.Length == 0)
        {
            throw new PixelShapException(
                ExitCode.Input,
                $"The folder '{frameFolder}' has {frames.Length} frames and '{maskFolder}' has {masks.Length} masks.",
                "Give one mask per frame, under the same name.");
        }

        using var propagator = new FlowMaskPropagator(new MaskPropagationOptions { LooksBack = !causal });
        var watch = new Stopwatch();
        var truth = new Truth(masks, codec);
        var scores = new List<double>();
        for (int start = 0; start < frames.Length; start += every)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Mask?[] given = truth.At(start);
            BgrImage first = codec.Decode(RegularFile.ReadBytes(frames[start], IImageCodec.MostBytes));
            Save(outputFolder, frames[start], given, codec);
            watch.Start();
            propagator.Start(first, given);
            watch.Stop();

            int end = Math.Min(start + every, frames.Length);
            var carried = new List<IReadOnlyList<PropagatedMask?>>();
            for (int i = start + 1; i < end; i++)
            {
                BgrImage frame = codec.Decode(RegularFile.ReadBytes(frames[i], IImageCodec.MostBytes));
                watch.Start();
                carried.Add(propagator.Advance(frame));
                watch.Stop();
            }

            if (!causal && end < frames.Length)
            {
                BgrImage last = codec.Decode(RegularFile.ReadBytes(frames[end], IImageCodec.MostBytes));
                Mask?[] seen = truth.At(end);
                watch.Start();
                carried = [.. propagator.Close(last, seen)];
                watch.Stop();
            }

            for (int i = start + 1; i < end; i++)
            {
                Mask?[] found = [.. carried[i - start - 1].Select(item => item?.Mask)];
                scores.AddRange(truth.At(i).Zip(found).Where(pair => pair.First is not null).Select(pair =>
                    Similarity(pair.First!, pair.Second)));
                Save(outputFolder, frames[i], found, codec);
            }
        }

        return new Sequence(frames.Length, scores, watch.Elapsed.TotalMilliseconds);
    }

    private static double Similarity(Mask truth, Mask? found) => found is null ? 0 : truth.IsEmpty && found.IsEmpty ? 1 : truth.IoU(found);

    private static string[] Pictures(string folder)
    {
        InputFolder.Check(folder, "Name the folder with the pictures of the sequence.");
        return [.. Directory.EnumerateFiles(folder)
            .Where(file => Path.GetExtension(file).ToLowerInvariant() is ".png" or ".jpg" or ".jpeg")
            .Order(StringComparer.Ordinal)];
    }

    private static void Save(string? folder, string frame, Mask?[] masks, IImageCodec codec)
    {
        if (folder is null || Array.Find(masks, mask => mask is not null) is not { } any)
        {
            return;
        }

        // One object is written as 255, several as 1, 2, 3 …
        var map = new byte[any.ImageWidth * any.ImageHeight];
        for (int i = 0; i < masks.Length; i++)
        {
            masks[i]?.Paint(map, any.ImageWidth, masks.Length == 1 ? (byte)255 : (byte)(i + 1));
        }

        Directory.CreateDirectory(folder);
        File.WriteAllBytes(
            Path.Combine(folder, Path.ChangeExtension(Path.GetFileName(frame), ".png")),
            codec.EncodeGreyPng(map, any.ImageWidth, any.ImageHeight));
    }

    /// <summary>The result of one sequence.</summary>
    private sealed record Sequence(int Frames, IReadOnlyList<double> Similarities, double Milliseconds);

    /// <summary>The true masks, one entry per value that occurs in the sequence's masks.</summary>
    private sealed class Truth
    {
        private readonly List<(byte[] Pixels, int Width, int Height)> _frames;
        private readonly byte[] _values;

        public Truth(string[] files, IImageCodec codec)
        {
            _frames = [.. files.Select(file => (codec.DecodeGrey(RegularFile.ReadBytes(file, IImageCodec.MostBytes), out int width, out int height), width, height))];
            _values = [.. _frames.SelectMany(frame => frame.Pixels.Distinct()).Distinct().Where(value => value != 0).Order()];
        }

        /// <summary>The objects of a frame; null where one is not in it.</summary>
        public Mask?[] At(int frame)
        {
            (byte[] pixels, int width, int height) = _frames[frame];
            var masks = new Mask?[_values.Length];
            for (int i = 0; i < masks.Length; i++)
            {
                byte value = _values[i];
                byte[] map = [.. pixels.Select(pixel => pixel == value ? (byte)1 : (byte)0)];
                Mask mask = Mask.FromBytes(width, height, new PixelBox(0, 0, width, height), map, width);
                masks[i] = mask.IsEmpty ? null : mask;
            }

            return masks;
        }
    }
}
