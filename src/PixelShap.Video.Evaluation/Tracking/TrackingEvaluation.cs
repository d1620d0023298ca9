using PixelShap.Video.Files;
using PixelShap.Video.Tracking;

namespace PixelShap.Video.Evaluation.Tracking;

/// <summary>Tracks the sequences of a benchmark and writes one result file each.</summary>
/// <param name="tracking">How to track.</param>
public sealed class TrackingEvaluation(OfflineTracking tracking)
{
    /// <summary>
    /// Reads all sequences in <paramref name="detections"/> and writes <c>SEQUENCE.txt</c> files into <paramref name="output"/>.
    /// </summary>
    /// <exception cref="PixelShapException">The detections cannot be read or the output cannot be written.</exception>
    public TrackingReport Run(string detections, DetectionFormat format, string output, CancellationToken cancellationToken)
    {
        IReadOnlyList<DetectionSequence> sequences = DetectionReader.Read(detections, format);
        List<string> assumed = [];
        int frames = 0, detected = 0, tracked = 0;
        TimeSpan association = TimeSpan.Zero;
        try
        {
            Directory.CreateDirectory(output);
            foreach (DetectionSequence read in sequences)
            {
                cancellationToken.ThrowIfCancellationRequested();
                (DetectionSequence sequence, string? said) = Confidences.ToProbabilities(read);
                assumed.AddRange(said is null ? [] : [said]);
                (IReadOnlyList<TrackObservation> observations, TimeSpan time) = tracking.Run(sequence);
                Write(Path.Combine(output, sequence.Name + ".txt"), observations, format);
                frames += sequence.Frames.Count;
                association += time;
                detected += sequence.Detections.Sum(frame => frame.Count);
                tracked += observations.Count;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PixelShapException(
                ExitCode.Failed, $"The results cannot be written to {output}: {Cause.Of(exception)}.",
                "Choose a folder that can be written.", exception);
        }

        if (detected > 0 && tracked == 0)
        {
            assumed.Add($"None of the {detected} detections became a track: compare their confidences with tracker.new_track_score, and their length with tracker.min_hits.");
        }

        return new TrackingReport(sequences.Count, frames, frames / Math.Max(association.TotalSeconds, 1e-9)) { Warnings = assumed };
    }

    /// <summary>Half a result would be scored like a whole one.</summary>
    private static void Write(string path, IReadOnlyList<TrackObservation> observations, DetectionFormat format)
    {
        string temporary = path + ".partial";
        try
        {
            using (var writer = new StreamWriter(temporary))
            {
                TrackResultWriter.Write(writer, observations, format);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}

/// <summary>What an evaluation did.</summary>
/// <param name="Sequences">The number of sequences.</param>
/// <param name="Frames">The number of their frames.</param>
/// <param name="AssociationFps">Frames per second of association alone, without reading, filling gaps and writing.</param>
public sealed record TrackingReport(int Sequences, int Frames, double AssociationFps)
{
    /// <summary>What was assumed, and what looks wrong; one sentence each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
