using PixelShap.Video.Frames;
using PixelShap.Video.Time;

namespace PixelShap.Video.Media.Files;

/// <summary>How the frames of a file become frames of the drive that it is a part of.</summary>
/// <param name="Epoch">Their epoch.</param>
/// <param name="FirstIndex">The number of the first in the drive.</param>
/// <param name="Shift">What is added to their PTS, in the time base of the drive.</param>
/// <param name="Least">The PTS before which the drive has frames of the file before.</param>
internal sealed record FramePlace(Epoch Epoch, long FirstIndex, MediaTime Shift, MediaTime Least)
{
    /// <summary>A time of the file on the clock of the drive.</summary>
    public MediaTime Placed(MediaTime pts) => new(pts.Rescale(Shift.TimeBase).Ticks + Shift.Ticks, Shift.TimeBase);
}
