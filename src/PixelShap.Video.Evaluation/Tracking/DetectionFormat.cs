namespace PixelShap.Video.Evaluation.Tracking;

/// <summary>How a tracking benchmark writes its files.</summary>
public enum DetectionFormat
{
    /// <summary>
    /// Detections <c>CLASS/SEQUENCE.txt</c> with lines <c>frame,x1,y1,x2,y2,score</c>, frames from 0, 10 frames per second; results as
    /// KITTI
    /// tracking text.
    /// </summary>
    Kitti,

    /// <summary>
    /// Detections <c>SEQUENCE/det*/det.txt</c> with lines <c>frame,-1,x,y,width,height,score</c>, frames from 1, the frame rate in
    /// <c>seqinfo.ini</c>; results in the same form with the track id.
    /// </summary>
    Mot,
}
