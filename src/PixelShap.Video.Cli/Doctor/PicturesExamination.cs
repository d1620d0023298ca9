using System.Text.RegularExpressions;
using PixelShap.Masking;
using PixelShap.Video.Vision.OpenCv;

namespace PixelShap.Video.Cli.Doctor;

/// <summary>OpenCV: reading and writing pictures, masks over time, the camera's motion.</summary>
internal sealed partial class PicturesExamination : IExamination
{
    public Task<IReadOnlyList<Finding>> ExamineAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Finding>>([Examine()]);

    private static Finding Examine()
    {
        const string Area = "Pictures", Name = "OpenCV";
        try
        {
            var codec = new OpenCvImageCodec();
            var pixels = new byte[8 * 8 * 3];
            BgrImage back = codec.Decode(codec.EncodePng(new BgrImage(pixels, 8, 8, 8 * 3)));
            return (back.Width, back.Height) == (8, 8)
                ? new Finding(Area, Name, FindingState.Ok, "encodes and decodes")
                : new Finding(Area, Name, FindingState.Missing, "it computes wrong pictures") { Remedy = "Build the program again." };
        }
        catch (Exception exception) when (exception is PixelShapException or DllNotFoundException or TypeInitializationException or EntryPointNotFoundException)
        {
            string[] texts = [.. Causes(exception).Select(cause => cause.Message)];
            string? library = texts.SelectMany(text => MissingLibrary().Matches(text)).Select(match => match.Groups["library"].Value).FirstOrDefault(name => !name.Contains("OpenCv", StringComparison.OrdinalIgnoreCase));
            return library is null
                ? new Finding(Area, Name, FindingState.Missing, "cannot be loaded") { Remedy = (exception as PixelShapException)?.Remedy ?? "Build the program again." }
                : new Finding(Area, Name, FindingState.Missing, $"without {library}: neither pictures nor masks over time") { Packages = ["libgtk-3-0", "libatomic1", "libdrm2"] };
        }
    }

    private static IEnumerable<Exception> Causes(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            yield return exception;
        }
    }

    // The words of the dynamic linker of glibc.
    [GeneratedRegex(@"(?<library>[\w.+-]+\.so[\w.]*): cannot open shared object file")]
    private static partial Regex MissingLibrary();
}
