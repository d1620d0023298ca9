using System.Text.Json;
using System.Text.RegularExpressions;
using PixelShap.Interactions;
using PixelShap.Masking;
using PixelShap.Video.Attribution.Attributes;
using PixelShap.Video.Attribution.Words;
using PixelShap.Video.Frames;
using PixelShap.Video.Publishing.Explanations;
using PixelShap.Video.Runs.Results;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Publishing.Tests.Explanations;

public sealed class ExplanationTests
{
    [Theory]
    [InlineData("The answer did not depend on any of the objects.", 0.001, 0.0, -0.2)]
    [InlineData("The answer depended on car 2 alone.", 0.0, 0.5, 0.001)]
    [InlineData("The answer depended most on car 2: 83 % of all importance.", 0.1, 0.5)]
    [InlineData("The answer depended most on car 1 and car 3.", 0.5, 0.1, 0.48)]
    [InlineData("The answer depended on several objects alike.", 0.2, 0.2, 0.2, 0.2)]
    public void The_headline_names_what_cannot_be_told_apart_from_the_first(string expected, params double[] values) =>
        Assert.Equal(expected, ExplanationHeadline.Of(Samples.Of(values)));

    [Fact]
    public void Players_are_ranked_with_their_90_per_cent_interval_and_share()
    {
        IReadOnlyList<ExplainedPlayer> ranking = Samples.Of([0.1, -0.2, 0.3], error: 0.1).Rank();
        Assert.Equal(["car 3", "car 1", "car 2"], ranking.Select(player => player.Name));
        Assert.Equal([1, 2, 3], ranking.Select(player => player.Rank));
        Assert.Equal([0.75, 0.25, 0], ranking.Select(player => Math.Round(player.Share, 9)));
        Assert.All(ranking, player => Assert.Equal(0.3289707, player.High - player.Low, 6));
    }

    [Fact]
    public void The_page_needs_nothing_from_outside_and_shows_words_as_words()
    {
        string page = Page(Samples.Of([0.3, -0.1]));
        Assert.DoesNotMatch("(?i)https?:|<script|<link|@import|url\\(", page);
        Assert.Contains("A &lt;b&gt;car&lt;/b&gt; &quot;ahead&quot;.", page, StringComparison.Ordinal);
        Assert.Contains("Who matters &amp; why?", page, StringComparison.Ordinal);
        Assert.Contains("A car &amp; more.", page, StringComparison.Ordinal);
        Assert.Equal(3, Regex.Count(page, "src=\"data:image/jpeg;base64,"));
        Assert.Equal(2, Regex.Count(page, "<polyline"));
        Assert.True(page.IndexOf("<b>car 1</b>", StringComparison.Ordinal) < page.IndexOf("<b>car 2</b>", StringComparison.Ordinal));
    }

    [Fact]
    public void The_page_may_load_nothing_and_run_nothing_and_its_one_style_is_the_one_that_its_policy_names()
    {
        string page = Page(Samples.Of([0.3, -0.1]));
        string policy = Regex.Match(page, "<meta http-equiv=\"Content-Security-Policy\" content=\"([^\"]+)\">").Groups[1].Value;
        string style = Assert.Single(Regex.Matches(page, "<style>(.*?)</style>", RegexOptions.Singleline)).Groups[1].Value;
        string hash = Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(style)));
        Assert.StartsWith("default-src 'none';", policy, StringComparison.Ordinal);
        Assert.Contains($"style-src 'sha256-{hash}';", policy, StringComparison.Ordinal);

        // A browser would leave these out.
        Assert.DoesNotContain(" style=\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_name_of_the_picture_is_text_wherever_it_stands()
    {
        string page = Page(Samples.Of([0.3, -0.1]) with { ImageName = "</title><script>alert(1)</script>.jpg" });
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.Equal(2, Regex.Count(page, "&lt;/title&gt;&lt;script&gt;alert"));
    }

    [Fact]
    public void A_thumbnail_leaves_room_around_its_object()
    {
        // 12 in 100 to each side; the page shows it 1.75 times as wide as it is high.
        var image = new BgrImage(new byte[640 * 360 * 3], 640, 360, 640 * 3);
        BgrImage cut = Thumbnail.Cut(image, new Detection(0, "car", 1, new BoundingBox(270, 130, 370, 230), null));
        Assert.Equal((217, 124), (cut.Width, cut.Height));
    }

    [Fact]
    public void The_page_says_when_values_are_not_Shapley_or_exact()
    {
        Assert.Contains("It is not a Shapley value", Page(Samples.Of([0.3], estimator: "loo")), StringComparison.Ordinal);
        Assert.Contains("<small>exact</small>", Page(Samples.Of([0.3], error: 0, estimator: "exact")), StringComparison.Ordinal);
        Assert.Contains("<small>no interval</small>", Page(Samples.Of([0.3], error: 0)), StringComparison.Ordinal);
    }

    [Fact]
    public void Bars_lie_on_one_scale_and_intervals_stay_inside()
    {
        IReadOnlyList<ExplainedPlayer> ranking = Samples.Of([0.4, 0.2, -0.2], error: 0.03).Rank();
        var bars = new ValueBars(ranking.Select(player => (player.Player.Value, player.Low, player.High)));
        (double From, double Width)[] drawn = [.. ranking.Select(player => Rectangle(bars.Bar(player.Player.Value, player.Low, player.High)))];
        Assert.Equal(2, drawn[0].Width / drawn[1].Width, 2);
        Assert.Equal(drawn[1].Width, drawn[2].Width, 2);
        Assert.Equal(drawn[0].From, drawn[1].From, 2);
        Assert.Equal(drawn[0].From, drawn[2].From + drawn[2].Width, 2);
        Assert.All(ranking, player => Assert.All(
            Regex.Matches(bars.Bar(player.Player.Value, player.Low, player.High), "x[12]?=\"(-?[0-9.]+)%\""), match => Assert.InRange(Number(match, 1), 0, 100)));
    }

    [Fact]
    public void The_JSON_has_every_field_and_masks_that_come_back()
    {
        Explanation explanation = Samples.Of([0.3, 0.1], [[2], [1, 3]], 0.02, "edge");
        using var stream = new MemoryStream();
        ExplanationJson.Write(stream, explanation, Samples.Width, Samples.Height);
        using JsonDocument json = JsonDocument.Parse(stream.ToArray());
        JsonElement root = json.RootElement;
        Assert.Equal("A <b>car</b> \"ahead\".", root.GetProperty("answer").GetString());
        Assert.Equal(("bboa", "black", "tfidf"), (root.GetProperty("region").GetString(), root.GetProperty("fill").GetString(), root.GetProperty("similarity").GetString()));
        Assert.Equal((0.25, 0.01, 2), (root.GetProperty("v_empty").GetDouble(), root.GetProperty("efficiency_gap").GetDouble(), root.GetProperty("calls").GetInt32()));
        Assert.Equal(0.625, root.GetProperty("faithfulness").GetProperty("insertion_auc").GetDouble());
        Assert.Equal([0], root.GetProperty("coalitions")[1].GetProperty("visible").EnumerateArray().Select(item => item.GetInt32()));
        JsonElement group = root.GetProperty("players")[1];
        Assert.Equal([1, 3], group.GetProperty("objects").EnumerateArray().Select(item => item.GetProperty("id").GetInt32()));
        foreach (JsonElement item in root.GetProperty("players").EnumerateArray().SelectMany(player => player.GetProperty("objects").EnumerateArray()))
        {
            Mask expected = explanation.Objects[item.GetProperty("id").GetInt32() - 1].Detection.Mask!;
            Mask mask = CocoRle.Decode(item.GetProperty("segmentation").GetProperty("counts").GetString()!, Samples.Width, Samples.Height);
            Assert.True(mask.HasSamePixels(expected));
        }
    }

    [Fact]
    public void Attributes_words_and_pairs_stand_on_the_page_and_in_the_JSON_where_they_were_asked_about()
    {
        Explanation plain = Samples.Of([0.5, 0.4]);
        Assert.DoesNotContain("What about", Page(plain), StringComparison.Ordinal);
        Assert.DoesNotContain("What acts together", Page(plain), StringComparison.Ordinal);
        Explanation explanation = plain with
        {
            Attribution = plain.Attribution with { Pairs = [new PairInteraction(0, 1, 0.6, 0.05, 0, 0.1)] },
            Attributes = new AttributeValues
            {
                Player = 1,
                Attributes = [new AttributeValue(ObjectAttribute.Lights, 0.3, 0.02, "It is <dark>.", Samples.Image())],
                Presence = 0.1,
                Whole = 0.4,
                Gap = 0,
                Calls = 7,
            },
            Words = new WordValues
            {
                Phrases = [new WordValue("Who & what", 0.1, 0.01, "Nobody."), new WordValue("matters", 0, 0.01, null)],
                Picture = [(0.2, 0.01), (0.1, 0.01), (0, 0.01)],
                EmptyValue = 0.6,
                EfficiencyGap = 0,
                Pairs = [new PairInteraction(0, 3, 0.6, 0.05, 0, 0.1)],
                Calls = 11,
            },
        };
        string page = Page(explanation);
        Assert.Contains("Car 1 and car 2 count only together.", explanation.Attribution.Verdict.Sentence, StringComparison.Ordinal);
        Assert.Contains("What about car 2 mattered", page, StringComparison.Ordinal);
        Assert.Contains("alt=\"car 2 without its lights\"", page, StringComparison.Ordinal);
        Assert.Contains("It is &lt;dark&gt;.", page, StringComparison.Ordinal);
        Assert.Contains("75 % of all importance is the picture's", page, StringComparison.Ordinal);
        Assert.Contains("“Who &amp; what” and car 2 count only together.", page, StringComparison.Ordinal);
        Assert.Contains("1 + 20", page, StringComparison.Ordinal);
        using var stream = new MemoryStream();
        ExplanationJson.Write(stream, explanation, Samples.Width, Samples.Height);
        using JsonDocument json = JsonDocument.Parse(stream.ToArray());
        JsonElement root = json.RootElement;
        Assert.Equal(("lights", 0.3), (root.GetProperty("attributes").GetProperty("values")[0].GetProperty("attribute").GetString(), root.GetProperty("attributes").GetProperty("values")[0].GetProperty("phi").GetDouble()));
        Assert.Equal(0.75, root.GetProperty("words").GetProperty("picture_share").GetDouble());
        Assert.Equal("together", root.GetProperty("verdict").GetProperty("pairs")[0].GetProperty("kind").GetString());
    }

    private static string Page(Explanation explanation)
    {
        BgrImage image = Samples.Image();
        return new ExplanationPage(explanation, new NoCodec()).ToHtml(image, image);
    }

    private static (double From, double Width) Rectangle(string svg)
    {
        Match match = Regex.Match(svg, "<rect class=\"[a-z]+\" x=\"([0-9.]+)%\" width=\"([0-9.]+)%\"");
        return (Number(match, 1), Number(match, 2));
    }

    private static double Number(Match match, int group) => double.Parse(match.Groups[group].Value, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Encodes nothing: the page is about words and places.</summary>
    private sealed class NoCodec : IImageCodec
    {
        public byte[] EncodeJpeg(BgrImage image, int quality = 90) => [1, 2, 3];

        public byte[] EncodePng(BgrImage image) => [1, 2, 3];

        public byte[] EncodeGreyPng(ReadOnlySpan<byte> pixels, int width, int height) => [1, 2, 3];

        public BgrImage Decode(ReadOnlySpan<byte> data) => throw new NotSupportedException();

        public byte[] DecodeGrey(ReadOnlySpan<byte> data, out int width, out int height) => throw new NotSupportedException();
    }
}
