using PixelShap.Masking;
using PixelShap.Similarity;
using PixelShap.Video.Attribution.Attributes;
using PixelShap.Video.Attribution.Prompts;
using PixelShap.Video.Attribution.Tests.Verdicts;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Tracking;

namespace PixelShap.Video.Attribution.Tests.Attributes;

/// <summary>The attribute that an answer hangs on is known by construction: models that answer by what they see of one car, by a rule.</summary>
public sealed class AttributeTests
{
    private const int Width = 96, Height = 64;

    private static readonly NamedPrompt s_prompt = new(NamedPrompt.DefaultName, PromptTemplate.Parse("What do you see?"));

    /// <summary>Streets that nobody drew by hand: car 1 has a colour, a lit lamp, a pattern, a size and a place by its seed; car 2 is another.</summary>
    [Theory]
    [InlineData(ObjectAttribute.Colour)]
    [InlineData(ObjectAttribute.Lights)]
    [InlineData(ObjectAttribute.Texture)]
    [InlineData(ObjectAttribute.Size)]
    [InlineData(ObjectAttribute.Place)]
    public async Task The_attribute_that_the_answer_hangs_on_is_on_top_within_three_calls_per_player(ObjectAttribute attribute)
    {
        int right = 0, tried = 20;
        for (int seed = 0; seed < tried; seed++)
        {
            var street = new Drawn(seed);
            (KeyframeAttribution whole, AttributeValues found) = await ValueAsync(street, RuleOf(attribute, street));
            right += found.Attributes[0].Attribute == attribute && found.Attributes[0].Value > 0.3 ? 1 : 0;
            int most = 3 * (found.Attributes.Count + 1);
            Assert.InRange(found.Calls, 1, most);

            // The parts and the whole.
            double sum = found.Presence + found.Attributes.Sum(item => item.Value);
            double error = 1.645 * Math.Sqrt(found.Attributes.Sum(item => item.StandardError * item.StandardError));
            Assert.InRange(sum, found.Whole - error - 1e-6, found.Whole + error + 1e-6);
            PlayerValue player = whole.Players[found.Player];
            Assert.InRange(found.Whole, player.Value - (1.645 * player.StandardError) - 1e-6, player.Value + (1.645 * player.StandardError) + 1e-6);
        }

        Assert.True(right >= 0.95 * tried, $"{right} of {tried}");
    }

    [Fact]
    public async Task Where_the_answer_hangs_on_another_car_no_attribute_is_claimed()
    {
        var street = new Drawn(3);
        (_, AttributeValues found) = await ValueAsync(street, image => street.Sees(image, street.Other, static (b, g, r) => b > 120 && r < 60) ? "A blue car waits." : "An empty street.");
        Assert.All(found.Attributes, item => Assert.InRange(Math.Abs(item.Value), 0, 0.05));
    }

    [Fact]
    public void An_object_without_a_lit_lamp_has_none_to_put_out_and_a_grey_one_no_colour()
    {
        var grey = new ObjectCutout(new PixelBox(0, 0, 20, 20), [.. Enumerable.Repeat((byte)90, 1200)], [.. Enumerable.Repeat(true, 400)]);
        Assert.Empty(ObjectLamps.Find(grey, "car"));
        byte[] red = [.. grey.Pixels];
        for (int i = 0; i < 400; i++)
        {
            red[(3 * i) + 2] = 200;
        }

        // All red is paint.
        Assert.Empty(ObjectLamps.Find(grey with { Pixels = red }, "car"));
    }

    private static async Task<(KeyframeAttribution Whole, AttributeValues Found)> ValueAsync(Drawn street, Func<BgrImage, string> rule)
    {
        var configuration = new AttributionConfiguration { OverTime = false, Estimator = "exact", Budget = "3" };
        var memory = new AnswerMemory((_, _, _) => ValueTask.CompletedTask);
        using var questions = new QuestionQueue(new SeeingModel(rule), memory, 4);
        // Its values do not move when other answers come in, so that parts and whole can be compared.
        var similarity = new WordsSimilarity();
        var attributor = new KeyframeAttributor(configuration, [s_prompt], 1, questions, ColourFill.Black, similarity);
        using KeyframeScene scene = attributor.SceneOf(street.Frame);
        KeyframeAttribution whole = await attributor.AttributeAsync(scene, s_prompt, null, CancellationToken.None);
        var attributes = new AttributeAttributor(configuration, questions, similarity, ColourFill.Black, new Road());
        return (whole, await attributes.AttributeAsync(scene, whole, 0, 1, null, CancellationToken.None));
    }

    private static Func<BgrImage, string> RuleOf(ObjectAttribute attribute, Drawn street) => attribute switch
    {
        ObjectAttribute.Colour => image => street.Sees(image, null, street.IsPaint, least: 30) ? "A colourful car is ahead." : "Nothing special to report.",
        ObjectAttribute.Lights => image => street.Sees(image, null, static (b, g, r) => r > 220 && g < 60, least: 5) ? "It brakes, keep your distance." : "Go on driving.",
        ObjectAttribute.Texture => image => street.Edges(image) >= 8 ? "A striped van." : "Nothing special to report.",
        ObjectAttribute.Size => image => street.Rows(image) >= street.Car.Height * 8 / 10 ? "A large vehicle blocks the way." : "Nothing special to report.",
        _ => image => street.Sees(image, street.Car, static (b, g, r) => Math.Abs(b - g) > 12 || Math.Abs(g - r) > 12 || Math.Abs(g - 110) > 20, least: street.Car.Width * street.Car.Height / 5) ? "A car is in our lane." : "Nothing special to report.",
    };

    /// <summary>The ground is the colour of the road.</summary>
    private sealed class Road : IFill
    {
        public string Name => "road";

        public void Apply(BgrImage source, HiddenRegion hidden, BgrImage destination) => new ColourFillOf(110).Apply(hidden, destination);
    }

    private sealed record ColourFillOf(byte Level)
    {
        public void Apply(HiddenRegion hidden, BgrImage destination)
        {
            foreach (PixelBox box in hidden.Boxes)
            {
                for (int y = box.Y; y < box.Bottom; y++)
                {
                    for (int x = box.X; x < box.Right; x++)
                    {
                        if (hidden.Pixels[x, y])
                        {
                            destination.Row(y).Slice(3 * x, 3).Fill(Level);
                        }
                    }
                }
            }
        }
    }

    /// <summary>A drawn street.</summary>
    private sealed class Drawn
    {
        private readonly byte[] _pixels = new byte[Width * Height * 3];

        public Drawn(int seed)
        {
            var random = new Random(seed);
            Array.Fill(_pixels, (byte)110);
            Car = new PixelBox(random.Next(2, 14), random.Next(14, 22), random.Next(22, 30), random.Next(20, 28));
            Other = new PixelBox(random.Next(76, 80), 40, 12, 10);
            Paint(Other, 180, 40, 30);

            // Green or ochre, with dark stripes; a lit brake lamp at its left.
            (byte Blue, byte Green, byte Red) paint = seed % 2 == 0 ? ((byte)40, (byte)(170 + random.Next(30)), (byte)60) : ((byte)60, (byte)150, (byte)(150 + random.Next(8)));
            Paint(Car, paint.Blue, paint.Green, paint.Red);
            for (int x = Car.X + 3; x < Car.Right - 5; x += 10)
            {
                Paint(new PixelBox(x, Car.Y + 2, 5, Car.Height / 2), (byte)(paint.Blue / 3), (byte)(paint.Green / 3), (byte)(paint.Red / 3));
            }

            Paint(new PixelBox(Car.X + 1, Car.Bottom - 7, 5, 4), 20, 20, 250);
        }

        public PixelBox Car { get; }

        public PixelBox Other { get; }

        public ObservedFrame Frame => new(0, new BgrImage(_pixels, Width, Height, Width * 3), 0, [Object(1, Car), Object(2, Other)]);

        public bool IsPaint(int blue, int green, int red) => green - blue > 45 && green > 100 && red < 200;

        public bool Sees(BgrImage image, PixelBox? area, Func<int, int, int, bool> matches, int least = 1) => Count(image, area ?? new PixelBox(0, 0, Width, Height), matches) >= least;

        /// <summary>Rows of the picture, left of the other car, that hold something that is no road.</summary>
        public int Rows(BgrImage image) => Enumerable.Range(0, Height).Count(y =>
            Count(image, new PixelBox(0, y, 74, 1), static (b, g, r) => (Math.Abs(b - 110) > 15 || Math.Abs(g - 110) > 15 || Math.Abs(r - 110) > 15) && b + g + r > 30) > 4);

        /// <summary>How often brightness jumps from one pixel to the next, by a factor that the street has nowhere else.</summary>
        public int Edges(BgrImage image)
        {
            int edges = 0;
            for (int y = 0; y < Height; y++)
            {
                ReadOnlySpan<byte> row = image.Row(y);
                for (int x = 1; x < 74; x++)
                {
                    (int before, int after) = (row[(3 * x) - 2], row[(3 * x) + 1]);
                    edges += Math.Max(before, after) >= 1.8 * Math.Min(before, after) && Math.Min(before, after) > 20 ? 1 : 0;
                }
            }

            return edges;
        }

        private static int Count(BgrImage image, PixelBox area, Func<int, int, int, bool> matches)
        {
            int count = 0;
            for (int y = area.Y; y < area.Bottom; y++)
            {
                ReadOnlySpan<byte> row = image.Row(y);
                for (int x = area.X; x < area.Right; x++)
                {
                    count += matches(row[3 * x], row[(3 * x) + 1], row[(3 * x) + 2]) ? 1 : 0;
                }
            }

            return count;
        }

        private static TrackedObject Object(int id, PixelBox box) =>
            new(id, new Detection(2, "car", 0.9f, new BoundingBox(box.X, box.Y, box.Right, box.Bottom), Mask.FromBox(Width, Height, box)));

        private void Paint(PixelBox box, byte blue, byte green, byte red)
        {
            for (int y = box.Y; y < box.Bottom; y++)
            {
                for (int x = box.X; x < box.Right; x++)
                {
                    int at = ((y * Width) + x) * 3;
                    (_pixels[at], _pixels[at + 1], _pixels[at + 2]) = (blue, green, red);
                }
            }
        }
    }
}
