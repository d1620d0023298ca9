namespace PixelShap.Video.Vision.OpenCv;

/// <summary>OpenCV refused a call; the message is OpenCV's own.</summary>
public sealed class OpenCvException : Exception
{
    /// <summary>Creates the error.</summary>
    public OpenCvException(string message)
        : base(message)
    {
    }
}
