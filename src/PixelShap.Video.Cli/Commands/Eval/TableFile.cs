using PixelShap.Video.Files;

namespace PixelShap.Video.Cli.Commands.Eval;

/// <summary>Opens the tables that <c>pixelshap eval</c> measures on.</summary>
internal static class TableFile
{
    private const long MostBytes = 1L << 30;

    /// <summary>Reads a file of tables and turns what is wrong with it into a sentence.</summary>
    public static T Read<T>(FileInfo file, Func<Stream, T> read)
    {
        try
        {
            using FileStream stream = RegularFile.Open(file.FullName, MostBytes);
            return read(stream);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new PixelShapException(
                ExitCode.Input, $"{file.FullName} cannot be read: {Cause.Of(exception)}.", Cause.RemedyOf(exception.InnerException ?? exception, "Give a table file of format 1."), exception);
        }
    }
}
