using System.Text;
using PixelShap.Video.Publishing.Reports;

namespace PixelShap.Video.Publishing.Tests.Reports;

public sealed class ReportTitleTests
{
    /// <summary>What a browser shows as the title it has read as text first: a name with an entity in it would be shown as another name.</summary>
    [Fact]
    public async Task The_name_of_the_clip_is_text_in_the_title()
    {
        string folder = Directory.CreateTempSubdirectory("pixelshap-").FullName;
        using var page = new MemoryStream();
        using var pictures = new EmbeddedPictures();
        await ReportPage.WriteAsync(page, new ReportSource
        {
            Results = RecordedRuns.Write(Path.Combine(folder, "run"), "<b>&lt;1 & \"2\".mp4"),
            Document = RecordedRuns.Document(),
            Product = "PixelShap.Video 0",
            Pictures = pictures,
        });
        Directory.Delete(folder, recursive: true);
        string html = Encoding.UTF8.GetString(page.ToArray());
        string title = html[(html.IndexOf("<title>", StringComparison.Ordinal) + 7)..html.IndexOf("</title>", StringComparison.Ordinal)];
        Assert.StartsWith("&lt;b&gt;&amp;lt;1 &amp; &quot;2&quot;.mp4", title, StringComparison.Ordinal);
    }
}
