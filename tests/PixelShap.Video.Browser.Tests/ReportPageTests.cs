using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using PixelShap.EndToEnd;
using PixelShap.Video.Importance;
using PixelShap.Video.Publishing.Exports;
using PixelShap.Video.Publishing.Reports;
using PixelShap.Video.Publishing.Tests;
using PixelShap.Video.Runs.Results;

namespace PixelShap.BrowserTests;

/// <summary>The report as a person uses it, opened from disk.</summary>
public sealed partial class ReportPageTests(Browser browser) : IClassFixture<Browser>
{
    [ChromiumFact]
    public async Task It_opens_from_disk_without_a_complaint_and_asks_for_nothing()
    {
        await using Window window = await browser.OpenReportAsync();
        await window.PressAsync("Space");
        await window.Page.WaitForFunctionAsync("() => document.querySelector('video').currentTime > 0.2");
        await window.PressAsync("p");
        Assert.Empty(window.Complaints);
        Assert.Equal(window.Page.Url, Assert.Single(window.Requests, request => !request.StartsWith("data:image/jpeg", StringComparison.Ordinal) && !request.StartsWith("blob:", StringComparison.Ordinal) && request != "data:,"));
        Assert.Equal("The answers depended most on person 1", await window.Page.InnerTextAsync("h1"));
    }

    [ChromiumFact]
    public async Task Attacks_in_names_questions_and_answers_stay_text()
    {
        await using Window window = await browser.OpenReportAsync();
        foreach (int _ in (int[])[1, 2, 3])
        {
            await window.PressAsync("ArrowLeft");
        }

        await window.PressAsync("ArrowRight");
        Assert.Equal(RecordedRuns.Attack, await window.Page.InnerTextAsync("#answer"));
        Assert.Equal($"Who matters? {RecordedRuns.Attack}", await window.Page.InnerTextAsync("#question"));
        Assert.StartsWith(Browser.ClipName, await window.Page.InnerTextAsync("#file"), StringComparison.Ordinal);
        Assert.Equal($"{Browser.ClipName}: what the answers depended on", await window.Page.TitleAsync());
        Assert.Contains(RecordedRuns.AttackingClass, await window.Page.InnerTextAsync("#ranking"), StringComparison.Ordinal);
        await window.PressAsync("ArrowRight");
        Assert.Contains("no <b>way</b>", await window.Page.InnerTextAsync("#answer"), StringComparison.Ordinal);
        Assert.Equal("undefined", await window.Page.EvaluateAsync<string>("typeof window.hacked"));
        Assert.Equal(0, await window.Page.Locator("img[src='x'], b:text('way'), #answer *").CountAsync());
        Assert.Equal(1, await window.Page.Locator("script:not([type])").CountAsync());
        Assert.Empty(window.Complaints);
    }

    [ChromiumFact]
    public async Task What_an_attacker_adds_to_the_page_does_not_run()
    {
        await using Window window = await browser.OpenReportAsync();
        await window.Page.EvaluateAsync("() => { const script = document.createElement('script'); script.textContent = 'window.hacked = 1'; document.body.append(script); document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.hacked=1\">'); }");
        await window.Page.EvaluateAsync("() => fetch('http://127.0.0.1:9/').catch(() => 0)");
        Assert.Equal("undefined", await window.Page.EvaluateAsync<string>("typeof window.hacked"));
        Assert.All(window.Complaints, complaint => Assert.Contains("Content Security Policy", complaint, StringComparison.Ordinal));
        Assert.True(window.Complaints.Count >= 3);
    }

    [ChromiumFact]
    public async Task A_click_on_an_object_marks_it_everywhere_and_goes_to_the_nearest_keyframe_that_valued_it()
    {
        await using Window window = await browser.OpenReportAsync();
        await window.PressAsync("Home");
        for (int i = 0; i < 15; i++)
        {
            await window.PressAsync(".");
        }

        ILocator person = window.Page.Locator("#overlay [data-track='1']");
        await person.HoverAsync();
        Assert.StartsWith("person 1 ", await window.Page.TextContentAsync("#tip"), StringComparison.Ordinal);
        Assert.Contains("pointed", await window.Page.GetAttributeAsync(".lane-name[data-track='1']", "class"), StringComparison.Ordinal);
        await person.ClickAsync();
        await window.SettleAsync();
        Assert.Equal(RecordedRuns.TimeOf(20).Seconds, await window.TimeAsync(), 2);
        foreach (string place in (string[])["#overlay [data-track='1']", ".lane-name[data-track='1']", ".lane[data-track='1']", "#ranking [data-track='1']"])
        {
            Assert.Contains("chosen", await window.Page.GetAttributeAsync(place, "class"), StringComparison.Ordinal);
        }

        Assert.Contains("question 2 of 4, asked ", await window.Page.InnerTextAsync("#moment"), StringComparison.Ordinal);
        await person.ClickAsync();
        Assert.DoesNotContain("chosen", await window.Page.GetAttributeAsync("#overlay [data-track='1']", "class"), StringComparison.Ordinal);
    }

    [ChromiumFact]
    public async Task A_click_on_a_name_goes_to_where_it_mattered_most_and_one_in_the_timeline_to_that_time()
    {
        await using Window window = await browser.OpenReportAsync();
        await window.PressAsync("Home");
        await window.Page.ClickAsync(".lane-name[data-track='1']");
        await window.SettleAsync();
        double peak = browser.Results.Prompts[0].Timeline.Keyframes.Select(keyframe => keyframe.Seconds).MaxBy(seconds => browser.Results.Prompts[0].Timeline.At(1, seconds).Mean);
        Assert.Equal(peak, await window.TimeAsync(), 2);
        LocatorBoundingBoxResult plot = (await window.Page.Locator(".plot").BoundingBoxAsync())!;
        await window.Page.Mouse.ClickAsync(plot.X + (plot.Width * 0.75f), plot.Y + 60);
        await window.SettleAsync();
        double sought = 0.75 * RecordedRuns.TimeOf(49).Seconds;
        Assert.InRange(await window.TimeAsync(), sought - 0.045, sought + 0.005);
    }

    [ChromiumFact]
    public async Task The_headline_is_the_largest_sum_of_importance_over_the_keyframes_with_its_peak_beside_it()
    {
        // Those in the keyframes of RecordedRuns: person 1 in three, object 2 in three, car 3 in one.
        (int Track, double Sum)[] expected = [.. browser.Results.Prompts[0].Timeline.Keyframes
            .SelectMany(keyframe => keyframe.Players.SelectMany(player => player.TrackIds).Select(id => (Track: id, browser.Results.Prompts[0].Timeline.At(id, keyframe.Seconds).Mean)))
            .GroupBy(value => value.Track, value => value.Mean).Select(group => (group.Key, Sum: group.Sum())).OrderByDescending(group => group.Sum)];
        await using (Window window = await browser.OpenReportAsync())
        {
            string[] lanes = await window.Page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('.lane-name')].map(lane => lane.dataset.track)");
            Assert.Equal(expected.Select(group => $"{group.Track}"), lanes);
            Assert.Matches(@"^Most at 0:00\.8, where [1-9][0-9]? % of the answer rested on it\.", await window.Page.InnerTextAsync("#lead"));
            await window.PressAsync("e");
            Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"φ added up over 3 keyframes is +{expected[0].Sum:0.00}; most at 0:00.8: +"), await window.Page.InnerTextAsync("#lead"), StringComparison.Ordinal);
        }

        // One peak weighs less than what is lower and lasts; what is negative counts against; the lower id comes first where sums are the same.
        Assert.Equal("The answers depended most on car 3", await HeadlineAsync([0.5, -0.3, -0.1], [0, 0, 0], [0.11]));
        Assert.Equal($"The answers depended most on {RecordedRuns.AttackingClass} 2", await HeadlineAsync([0.5, 0, 0], [0.2, 0.2, 0.2], [0]));
        Assert.Equal("The answers depended most on person 1", await HeadlineAsync([0.1, 0.1, 0.1], [0, 0.3, 0], [0.3]));
        Assert.Equal("The answers depended on no road user", await HeadlineAsync([0, 0, 0], [0, 0, 0], [0]));
        Assert.Equal("The answers depended on no road user", await HeadlineAsync([0.1, 0.2, -0.3], [-0.1, 0, 0], [0]));

        async Task<string> HeadlineAsync(params double[][] values)
        {
            await using Window window = await browser.OpenAlteredAsync(data =>
            {
                for (int track = 1; track <= values.Length; track++)
                {
                    JsonNode series = data["prompts"]![0]!["importance"]![$"{track}"]!;
                    int[] observed = [.. series["observed"]!.AsArray().Select(place => (int)place!)];
                    Assert.Equal(values[track - 1].Length, observed.Length);
                    foreach ((int place, double value) in observed.Zip(values[track - 1]))
                    {
                        series["phi"]![place] = value;
                    }
                }
            });
            Assert.Empty(window.Complaints);
            return await window.Page.InnerTextAsync("h1");
        }
    }

    [ChromiumFact]
    public async Task The_page_speaks_plainly_until_an_expert_asks_for_more()
    {
        await using Window window = await browser.OpenReportAsync();
        Assert.DoesNotMatch("φ|keyframe|v\\(∅\\)|Shapley|[Ee]fficiency gap|track born|track died", await ReadAsync());
        await window.Page.ClickAsync("#expert");
        string all = await ReadAsync();
        Assert.All((string[])["φ", "keyframe", "v(∅)", "Shapley"], word => Assert.Contains(word, all, StringComparison.OrdinalIgnoreCase));
        await window.Page.ClickAsync("#expert");
        Assert.DoesNotContain("φ", await ReadAsync(), StringComparison.Ordinal);
        Assert.Empty(window.Complaints);

        // What is folded away, the settings and run.json, is for the record and keeps its names.
        async Task<string> ReadAsync() => await window.Page.EvaluateAsync<string>("() => document.body.innerText");
    }

    [ChromiumFact]
    public async Task Intervals_are_those_of_90_percent_everywhere_and_a_row_says_what_its_keyframe_measured()
    {
        await using Window window = await browser.OpenReportAsync();
        await window.PressAsync("e");
        await window.PressAsync("Home");
        await window.PressAsync("ArrowRight");
        await window.Page.HoverAsync("#ranking [data-track='1']");
        ImportanceSample smoothed = browser.Results.Prompts[0].Timeline.At(1, RecordedRuns.TimeOf(5).Seconds);
        double reach = 1.6449 * Math.Sqrt(smoothed.Variance);
        string value = $"{Signed(smoothed.Mean)} (90 %: {Signed(smoothed.Mean - reach)} to {Signed(smoothed.Mean + reach)})";
        Assert.Equal($"person 1 {value}", await window.Page.TextContentAsync("#tip"));
        Assert.Equal($"person 1, importance {value}", await window.Page.GetAttributeAsync("#overlay [data-track='1']", "aria-label"));

        // The journal says 0.2 with a standard error of 0.03 for person 1, and −0.05 for the other.
        Assert.Equal($"{Signed(smoothed.Mean)}+0.20 ± 0.05", await window.Page.TextContentAsync("#ranking [data-track='1'] .number"));
        Assert.Equal($"person 1, {value}; measured at this keyframe alone +0.20 (90 %: +0.15 to +0.25)", await window.Page.GetAttributeAsync("#ranking [data-track='1']", "aria-label"));
        Assert.EndsWith("−0.05 ± 0.05", await window.Page.TextContentAsync("#ranking [data-track='2'] .number"), StringComparison.Ordinal);
        Assert.Contains("Smoothed over neighbouring keyframes; small: measured at this one alone.", await window.Page.InnerTextAsync("#ranking-caption"), StringComparison.Ordinal);
        Assert.DoesNotContain("standard deviation", await window.Page.InnerTextAsync("main"), StringComparison.Ordinal);

        // What were hidden together have only what was measured.
        await window.PressAsync("End");
        Assert.Equal("+0.10", await window.Page.TextContentAsync("#ranking li:last-child .number"));

        static string Signed(double value) => value.ToString("+0.00;−0.00;0.00", CultureInfo.InvariantCulture);
    }

    [ChromiumFact]
    public async Task Where_hiding_changed_no_answer_the_evidence_says_so_in_a_sentence()
    {
        // Frame 5 shows two objects and has three pictures with hidden ones.
        Assert.Equal("", await SentenceAsync(_ => { }));
        Assert.Equal("All 4 pictures got the same answer: it depended on none of these road users.", await SentenceAsync(Same));
        Assert.Equal("", await SentenceAsync(keyframe =>
        {
            Same(keyframe);
            keyframe["coalitions"]![1]!["answer"] = "Another.";
        }));
        Assert.Equal("All 3 pictures that were answered got the same answer: it depended on none of these road users.", await SentenceAsync(keyframe =>
        {
            Same(keyframe);
            Unanswer(keyframe["coalitions"]![0]!);
        }));
        Assert.Equal("Both pictures that were answered got the same answer: it did not depend on the road user that was hidden.", await SentenceAsync(keyframe =>
        {
            Same(keyframe);
            Unanswer(keyframe["coalitions"]![0]!);
            Unanswer(keyframe["coalitions"]![1]!);
        }));
        Assert.Equal("", await SentenceAsync(keyframe => keyframe["coalitions"]!.AsArray().ToList().ForEach(item => Unanswer(item!))));
        Assert.Equal("Both pictures got the same answer: it did not depend on this road user.", await SentenceAsync(keyframe =>
        {
            Same(keyframe);
            keyframe["players"]!.AsArray().RemoveAt(1);
            keyframe["coalitions"] = new JsonArray(keyframe["coalitions"]![0]!.DeepClone());
        }));

        static void Same(JsonNode keyframe) => keyframe["coalitions"]!.AsArray().ToList().ForEach(item => item!["answer"] = (string)keyframe["answer"]!);

        static void Unanswer(JsonNode coalition) => (coalition["kind"], coalition["why"]) = ("refused", "no");

        async Task<string> SentenceAsync(Action<JsonNode> change)
        {
            await using Window window = await browser.OpenAlteredAsync(data => change(data["prompts"]![0]!["keyframes"]![0]!));
            await window.PressAsync("Home");
            await window.PressAsync("ArrowRight");
            Assert.Empty(window.Complaints);
            return (await window.Page.TextContentAsync("#shown-same"))!;
        }
    }

    [ChromiumFact]
    public async Task A_name_without_room_loses_letters_of_its_class_and_never_its_number()
    {
        foreach (int width in (int[])[390, 1280])
        {
            await using Window window = await browser.OpenReportAsync(width);
            await window.PressAsync("Home");
            await window.PressAsync("ArrowRight");
            await window.Page.EvaluateAsync("() => document.querySelector('.lane-name[data-track=\"2\"]').dispatchEvent(new Event('focus'))");
            string[] cut = await window.Page.EvaluateAsync<string[]>("""
                () => [...document.querySelectorAll('.name .id, .chip .id')].filter(number => {
                  const at = number.getBoundingClientRect();
                  for (let box = number.parentElement; box && box.id !== 'screen' && !box.matches('.coalition, .keyframe, main'); box = box.parentElement)
                    if (at.right > box.getBoundingClientRect().right + 0.6) return true;
                  return at.width < 1;
                }).map(number => `${number.parentElement.className} ${number.parentElement.textContent}`)
                """);
            Assert.Empty(cut);
            Assert.True(await window.Page.EvaluateAsync<bool>("() => { const kind = document.querySelector('.lane-name[data-track=\"2\"] .kind'); return kind.scrollWidth > kind.clientWidth && getComputedStyle(kind).textOverflow === 'ellipsis'; }"));
            Assert.Equal(width, await window.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        }
    }

    [ChromiumFact]
    public async Task The_tag_of_an_object_stands_at_the_edge_of_the_picture_or_under_it_and_not_on_the_object()
    {
        foreach (int width in (int[])[1280, 390])
        {
            await using Window window = await browser.OpenReportAsync(width);
            await window.PressAsync("Home");
            for (int i = 0; i < 3; i++)
            {
                await window.PressAsync("ArrowRight");
                foreach (int track in (int[])[1, 2, 3])
                {
                    ILocator item = window.Page.Locator($"#overlay [data-track='{track}']");
                    if (await item.CountAsync() == 0)
                    {
                        continue;
                    }

                    await item.FocusAsync();
                    LocatorBoundingBoxResult shape = await BoxAsync($"#overlay [data-track='{track}']"), tag = await BoxAsync("#tip"), screen = await BoxAsync("#screen");
                    bool isApart = tag.X >= shape.X + shape.Width || tag.X + tag.Width <= shape.X || tag.Y >= shape.Y + shape.Height || tag.Y + tag.Height <= shape.Y;
                    Assert.True(isApart, $"track {track} at {width}: the tag lies on the object");
                    if (width == 390)
                    {
                        Assert.Equal(screen.Y + screen.Height, tag.Y, 1.0);
                        Assert.InRange(tag.Height, 10, 30);
                        continue;
                    }

                    bool isAtEdge = Math.Min(tag.Y - screen.Y, screen.Y + screen.Height - tag.Y - tag.Height) is >= 0 and < 12;
                    Assert.True(isAtEdge && tag.X >= screen.X && tag.X + tag.Width <= screen.X + screen.Width, $"track {track}: the tag is not at an edge");
                    Assert.Equal(1, await window.Page.Locator("#overlay .leader .line").CountAsync());
                }
            }

            await window.Page.EvaluateAsync("() => document.activeElement.blur()");
            Assert.Equal(width == 390, await window.Page.Locator("#tip").IsVisibleAsync());
            Assert.Equal(0, await window.Page.Locator("#overlay .leader").CountAsync());
            Assert.Empty(window.Complaints);

            async Task<LocatorBoundingBoxResult> BoxAsync(string place) => (await window.Page.Locator(place).BoundingBoxAsync())!;
        }
    }

    [ChromiumFact]
    public async Task The_timeline_says_what_tracks_jsonl_says()
    {
        using var stream = new MemoryStream();
        TracksJsonLines.Write(stream, browser.Results);
        JsonElement[] lines = [.. System.Text.Encoding.UTF8.GetString(stream.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
        await using Window window = await browser.OpenReportAsync();
        foreach ((string name, int turn) in (IEnumerable<(string, int)>)[("danger", 0), ("people", 1)])
        {
            if (turn > 0)
            {
                await window.PressAsync("p");
            }

            // The numbers of the moment, at every seventh frame.
            await window.PressAsync("Home");
            for (int frame = 0; frame < RecordedRuns.FrameCount; frame++)
            {
                if (frame % 7 == 0)
                {
                    Dictionary<int, double> expected = lines.Where(line => line.GetProperty("frame").GetInt32() == frame && Sample(line, name).GetProperty("kind").GetString() != "none")
                        .ToDictionary(line => line.GetProperty("track").GetInt32(), line => Sample(line, name).GetProperty("importance").GetDouble());
                    Dictionary<string, double> shown = await window.Page.EvaluateAsync<Dictionary<string, double>>(
                        "() => Object.fromEntries([...document.querySelectorAll('.lane-name')].filter(lane => lane.querySelector('[data-phi]')).map(lane => [lane.dataset.track, Number(lane.querySelector('[data-phi]').dataset.phi)]))");
                    Assert.Equal(expected.Keys.Order(), shown.Keys.Select(int.Parse).Order());
                    Assert.All(expected, pair => Assert.Equal(pair.Value, shown[pair.Key.ToString(CultureInfo.InvariantCulture)], 9));
                }

                await window.PressAsync(".");
            }

            // The curves: every sight of a track is a point of its lane, and height is linear in φ, on one scale for all.
            var points = new List<(double Phi, double Y)>();
            foreach (int track in (int[])[1, 2, 3])
            {
                JsonElement[] sights = [.. lines.Where(line => line.GetProperty("track").GetInt32() == track)];
                string[] curves = await window.Page.EvaluateAsync<string[]>($"() => [...document.querySelectorAll('.lane[data-lane=\"{track}\"] .curve')].map(path => path.getAttribute('d'))");
                int[] frames = [.. sights.Select(line => line.GetProperty("frame").GetInt32())];
                Assert.Equal(1 + frames.Zip(frames.Skip(1)).Count(pair => pair.Second - pair.First > 1), curves.Length);
                double[] heights = [.. curves.SelectMany(curve => Point().Matches(curve)).Select(match => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))];
                Assert.Equal(sights.Length, heights.Length);
                points.AddRange(sights.Select(line => Sample(line, name).GetProperty("importance").GetDouble()).Zip(heights));
            }

            (double Phi, double Y) low = points.MinBy(point => point.Phi), high = points.MaxBy(point => point.Phi);
            Assert.True(high.Y < low.Y - 10);
            Assert.All(points, point => Assert.Equal(low.Y + ((point.Phi - low.Phi) / (high.Phi - low.Phi) * (high.Y - low.Y)), point.Y, 0.03));
        }
    }

    [ChromiumFact]
    public async Task The_keyboard_does_it_all()
    {
        await using Window window = await browser.OpenReportAsync();
        await window.PressAsync("Home");
        int[] keyframes = [5, 20, 30, 40];
        foreach (int frame in keyframes)
        {
            await window.PressAsync("ArrowRight");
            Assert.Equal(RecordedRuns.TimeOf(frame).Seconds, await window.TimeAsync(), 2);
        }

        foreach (int frame in keyframes.Reverse().Skip(1))
        {
            await window.PressAsync("ArrowLeft");
            Assert.Equal(RecordedRuns.TimeOf(frame).Seconds, await window.TimeAsync(), 2);
        }

        await window.PressAsync(".");
        Assert.Equal(RecordedRuns.TimeOf(6).Seconds, await window.TimeAsync(), 2);
        await window.PressAsync(",");
        await window.PressAsync(",");
        Assert.Equal(RecordedRuns.TimeOf(4).Seconds, await window.TimeAsync(), 2);
        await window.PressAsync("End");
        Assert.Equal(RecordedRuns.TimeOf(49).Seconds, await window.TimeAsync(), 2);
        await window.PressAsync("ArrowDown");
        Assert.Equal("1", await window.Page.GetAttributeAsync(".lane-name.chosen", "data-track"));
        await window.PressAsync("ArrowDown");
        Assert.NotEqual("1", await window.Page.GetAttributeAsync(".lane-name.chosen", "data-track"));
        await window.PressAsync("Escape");
        Assert.Equal(0, await window.Page.Locator(".chosen").CountAsync());
        await window.PressAsync("p");
        Assert.Equal("people", await window.Page.InnerTextAsync("#prompts [aria-pressed=true]"));
        await window.PressAsync("t");
        await window.PressAsync("t");
        Assert.Equal("dark", await window.Page.EvaluateAsync<string>("document.documentElement.dataset.theme"));
        await window.PressAsync("?");
        Assert.True(await window.Page.Locator("#keys").IsVisibleAsync());
        await window.PressAsync("Escape");
        Assert.False(await window.Page.Locator("#keys").IsVisibleAsync());

        // From the start: at the last picture it would stand still again before anybody looked.
        await window.PressAsync("Home");
        await window.PressAsync("Space");
        await window.Page.WaitForFunctionAsync("() => !document.querySelector('video').paused");
        await window.PressAsync("Space");
        await window.Page.WaitForFunctionAsync("() => document.querySelector('video').paused");

        // An object in the picture has the focus and is chosen with enter.
        await window.Page.FocusAsync("#overlay [data-track='1']");
        await window.PressAsync("Enter");
        Assert.Equal("true", await window.Page.GetAttributeAsync("#overlay [data-track='1']", "aria-pressed"));
        Assert.Empty(window.Complaints);
    }

    [ChromiumFact]
    public async Task Every_picture_that_the_model_was_shown_is_there_with_its_answer()
    {
        await using Window window = await browser.OpenReportAsync();
        await window.PressAsync("Home");
        Assert.Equal(4, await window.Page.Locator(".coalition").CountAsync());
        Assert.True(await window.Page.EvaluateAsync<bool>("Promise.all([...document.querySelectorAll('.coalition img, .figure img')].map(image => image.decode().then(() => image.naturalWidth > 100))).then(all => all.length === 4 + 4 && all.every(Boolean))"));

        // In the picture in which all is hidden, the middle of the person (bounding box 40..70, 70..150 at frame 5) is black; in the whole one it is not.
        double[] light = await window.Page.EvaluateAsync<double[]>("""
            async () => {
              const found = [];
              for (const card of [...document.querySelectorAll('.coalition')].slice(0, 2)) {
                const image = card.querySelector('img'), canvas = document.createElement('canvas');
                await image.decode();
                [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
                const context = canvas.getContext('2d');
                context.drawImage(image, 0, 0);
                const pixel = context.getImageData(canvas.width * 55 / 320, canvas.height * 110 / 180, 1, 1).data;
                found.push(pixel[0] + pixel[1] + pixel[2]);
              }
              return found;
            }
            """);
        Assert.True(light[0] > 60 && light[1] < 25, string.Join(' ', light));
        Assert.Contains("25 % alike", await window.Page.Locator(".coalition").Nth(1).InnerTextAsync(), StringComparison.Ordinal);
        await window.PressAsync("End");
        Assert.Contains("No answer (filtered): too <i>bad</i>", await window.Page.InnerTextAsync("#coalitions"), StringComparison.Ordinal);
    }

    [ChromiumFact]
    public async Task It_fits_a_phone_and_is_readable_in_both_lights()
    {
        foreach (ColorScheme scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            await using Window window = await browser.OpenReportAsync(390, scheme);
            Assert.Equal(390, await window.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
            Dictionary<string, double> contrasts = await window.Page.EvaluateAsync<Dictionary<string, double>>("""
                () => {
                  const light = colour => { const [r, g, b] = colour.match(/[\d.]+/g).map(Number).map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
                  const probe = document.body.appendChild(document.createElement('i'));
                  const resolve = name => { probe.style.color = `var(${name})`; return light(getComputedStyle(probe).color); };
                  const ratio = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
                  const found = {};
                  for (const ground of ['--card', '--page', '--soft']) for (const text of ['--text', '--muted', '--positive', '--negative']) found[`${text} on ${ground}`] = ratio(resolve(text), resolve(ground));
                  found['--new-text on --new'] = ratio(resolve('--new-text'), resolve('--new'));
                  found['--gone on --card'] = ratio(resolve('--gone'), resolve('--card'));
                  return found;
                }
                """);
            Assert.All(contrasts, pair => Assert.True(pair.Value >= 4.5, $"{pair.Key}: {pair.Value:0.00} in {scheme}"));
        }
    }

    [ChromiumFact]
    public async Task A_video_beside_the_page_plays_too()
    {
        string page = Path.Combine(browser.Folder, "linked.html");
        var source = new ReportSource
        {
            Results = browser.Results,
            Document = RecordedRuns.Document(),
            Product = "test",
            Video = ReportVideo.Of(null, "annotated.mp4", browser.Results, 0),
            Pictures = new EmbeddedPictures(),
            Elsewhere = "'self' file:",
        };
        await WholeFile.WriteAsync(page, stream => ReportPage.WriteAsync(stream, source));
        await using Window window = await browser.OpenAsync(new Uri(page).AbsoluteUri);
        await window.PressAsync("End");
        Assert.Equal(RecordedRuns.TimeOf(49).Seconds, await window.TimeAsync(), 2);
        Assert.Empty(window.Complaints);
    }

    [ChromiumFact]
    public async Task Without_a_video_the_keyframes_are_shown_as_pictures()
    {
        string folder = Path.Combine(browser.Clips.Folder, "still");
        RecordedRuns.Write(folder, browser.Clips.PathOf(Browser.ClipName));
        Assert.Equal(0, (await Command.RunAsync(["report", folder])).ExitCode);
        await using Window window = await browser.OpenAsync(new Uri(Path.Combine(folder, "report.html")).AbsoluteUri);
        await window.PressAsync("Home");
        await window.PressAsync("ArrowRight");
        Assert.True(await window.Page.EvaluateAsync<bool>("document.querySelector('#crop img').decode().then(() => document.querySelector('#crop img').naturalWidth > 100)"));
        Assert.Contains("0:00.2", await window.Page.InnerTextAsync("#clock"), StringComparison.Ordinal);
        Assert.Empty(window.Complaints);
    }

    [ChromiumFact]
    public async Task The_subtitles_are_cues_with_the_answers_as_text()
    {
        using var stream = new MemoryStream();
        AnswersVtt.Write(stream, new ExportSource(RecordedRuns.Write(browser.Clips.PathOf("vtt")), RecordedRuns.Drive));
        await using Window window = await browser.OpenAsync("about:blank");
        JsonElement cues = await window.Page.EvaluateAsync<JsonElement>(
            """
            vtt => new Promise((done, fail) => {
              const video = document.body.appendChild(document.createElement('video')), track = document.createElement('track');
              track.onload = () => done([...track.track.cues].map(cue => ({ start: cue.startTime, end: cue.endTime, text: cue.getCueAsHTML().textContent })));
              track.onerror = () => fail('the track was not read');
              track.src = 'data:text/vtt;base64,' + vtt;
              track.default = true;
              video.append(track);
            })
            """,
            Convert.ToBase64String(stream.ToArray()));
        (double, double, string)[] expected =
        [
            (0.2, 0.8, "A person walks on the left."), (0.8, 1.6, RecordedRuns.Attack), (1.6, 2.6, "=1+1, a \"person\"\nand -->\nno car"),
        ];
        Assert.Equal(expected, cues.EnumerateArray().Select(cue => (cue.GetProperty("start").GetDouble(), cue.GetProperty("end").GetDouble(), cue.GetProperty("text").GetString()!)));
    }

    private static JsonElement Sample(JsonElement line, string prompt) => line.GetProperty("by_prompt").GetProperty(prompt);

    [GeneratedRegex(@"[ML][-\d.]+ ([-\d.]+)")]
    private static partial Regex Point();
}
