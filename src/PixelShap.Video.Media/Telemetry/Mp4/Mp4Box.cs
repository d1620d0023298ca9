namespace PixelShap.Video.Media.Telemetry.Mp4;

/// <summary>A box of an MP4 file (ISO/IEC 14496-12, section 4.2), in bytes from the start of the file.</summary>
/// <param name="Type">Its four characters.</param>
/// <param name="Start">Where its header begins.</param>
/// <param name="Body">Where its content begins.</param>
/// <param name="End">Behind its last byte; not beyond the box around it.</param>
internal readonly record struct Mp4Box(string Type, long Start, long Body, long End)
{
    /// <summary>The length of the content.</summary>
    public long Length => End - Body;
}
