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
        int frames = 0;
        TimeSpan association = TimeSpan.Zero;
        try
        {
            Directory.CreateDirectory(output);
            foreach (DetectionSequence sequence in sequences)
            {
                cancellationToken.ThrowIfCancellationRequested();
                (IReadOnlyList<TrackObservation> observations, TimeSpan time) = tracking.Run(sequence);
                using var writer = new StreamWriter(Path.Combine(output, sequence.Name + ".txt"));
                TrackResultWriter.Write(writer, observations, format);
                frames += sequence.Frames.Count;
                association += time;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PixelShapException(
                ExitCode.Failed, $"The results cannot be written to {output}: {exception.Message}",
                "Choose a folder that can be written.", exception);
        }

        return new TrackingReport(sequences.Count, frames, frames / Math.Max(association.TotalSeconds, 1e-9));
    }
}

/// <summary>What an evaluation did.</summary>
/// <param name="Sequences">The number of sequences.</param>
/// <param name="Frames">The number of their frames.</param>
/// <param name="AssociationFps">Frames per second of association alone, without reading, filling gaps and writing.</param>
public sealed record TrackingReport(int Sequences, int Frames, double AssociationFps);
