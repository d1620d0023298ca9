namespace PixelShap.Video.Publishing.Reports;

/// <summary>Where a report finds the pictures that the model was shown.</summary>
public interface IReportPictures
{
    /// <summary>The picture in which every player is visible.</summary>
    const ulong Whole = ulong.MaxValue;

    /// <summary>
    /// Where a picture is: <c>#</c> and its number among those in the page, or an address relative to the page; null where it cannot be had.
    /// </summary>
    /// <param name="frame">The number of the frame.</param>
    /// <param name="visible">Bit i: player i is visible; <see cref="Whole"/> for the untouched picture.</param>
    string? Find(long frame, ulong visible);
}
