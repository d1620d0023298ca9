using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PixelShap.Video.Frames;
using PixelShap.Video.Publishing.Reports;
using PixelShap.Video.Runs.Journal;
using PixelShap.Video.Runs.WhatIf;
using PixelShap.Video.Web.Security;

namespace PixelShap.Video.Web.Asking;

/// <summary>What the page of a what-if asks the server for.</summary>
internal static class AskRoutes
{
    private const int PictureSide = 960, Quality = 82;

    /// <summary>Adds the routes of a run.</summary>
    public static void Map(RouteGroupBuilder run, OpenedRuns runs, AuditLog audit, IImageCodec codec, CancellationToken ending)
    {
        run.MapGet("/ask.json", async (string id, CancellationToken aborted) => await runs.FindAsync(id, aborted) is { } opened
            ? Answers.Json(await DescribeAsync(opened, await opened.SessionAsync(aborted), aborted))
            : Answers.NoRun());
        run.MapGet("/frames/{frame:long}", async (string id, long frame, CancellationToken aborted) => await runs.FindAsync(id, aborted) is { } opened
            ? Answers.Json(await SceneAsync(await opened.SessionAsync(aborted), frame, aborted))
            : Answers.NoRun());
        run.MapGet("/frames/{frame:long}/{visible}.jpg", async (string id, long frame, string visible, CancellationToken aborted) =>
            !ulong.TryParse(visible, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong bits) || await runs.FindAsync(id, aborted) is not { } opened
                ? Answers.NoRun()
                : Answers.Jpeg(codec.EncodeJpeg(ImageShrinking.Shrink((await (await opened.SessionAsync(aborted)).SceneAsync(frame, aborted)).Draw(bits), PictureSide), Quality)));
        run.MapGet("/whatif.json", async (string id, HttpContext context, CancellationToken aborted) =>
        {
            if (await runs.FindAsync(id, aborted) is not { } opened)
            {
                return Answers.NoRun();
            }

            context.Response.Headers.ContentDisposition = "attachment; filename=\"whatif.json\"";
            return Answers.Json(Export(opened, await opened.SessionAsync(aborted)));
        });
        run.MapPost("/estimate", async (string id, AskedQuestion asked, CancellationToken aborted) => await runs.FindAsync(id, aborted) is { } opened
            ? Answers.Json(WhatIfJson.Write(await (await opened.SessionAsync(aborted)).EstimateAsync(asked.ToQuestion(), aborted)))
            : Answers.NoRun());
        run.MapPost("/ask", async (string id, AskedQuestion asked, HttpContext context, CancellationToken aborted) =>
        {
            if (await runs.FindAsync(id, aborted) is not { } opened)
            {
                return Answers.NoRun();
            }

            WhatIfQuestion question = asked.ToQuestion();
            audit.Note("ask", context.Connection.RemoteIpAddress?.ToString(), new JsonObject
            {
                ["run"] = opened.Run.Directory.Path,
                ["frame"] = question.Frame,
                ["prompt_name"] = question.PromptName,
                ["text"] = question.Text,
                ["visible"] = question.Visible.ToString("x", CultureInfo.InvariantCulture),
            });

            // Who closes the page has asked all the same: what is paid for is kept. Only the end of the server takes a question back.
            return Answers.Json(WhatIfJson.Write(await (await opened.SessionAsync(ending)).AskAsync(question, ending)));
        });
    }

    private static async Task<JsonObject> DescribeAsync(OpenedRun opened, WhatIfSession session, CancellationToken cancellationToken) => new()
    {
        ["has_library"] = opened.HasLibrary,
        ["difference"] = await session.DifferenceAsync(cancellationToken),
        ["clip"] = Path.GetFileName(opened.Run.Results.Header.Input),
        ["width"] = opened.Run.Results.Header.Width,
        ["height"] = opened.Run.Results.Header.Height,
        ["do_not_rely"] = opened.Run.Results.DoNotRely,
        ["prompts"] = new JsonArray([.. session.Prompts.Select(prompt => new JsonObject { ["name"] = prompt.Name, ["text"] = prompt.Template.Text })]),
        ["frames"] = new JsonArray([.. session.Frames.Select(frame => (JsonNode)new JsonArray(frame.Index, Math.Round(frame.Seconds, 6)))]),
        ["keyframes"] = new JsonArray([.. opened.Run.Results.Prompts.SelectMany(prompt => prompt.Timeline.Keyframes).Select(keyframe => new JsonObject
        {
            ["frame"] = keyframe.Frame,
            ["t"] = Math.Round(keyframe.Seconds, 6),
            ["prompt_name"] = keyframe.PromptName,
            ["reason"] = keyframe.Reason,
        })]),
        ["asked"] = new JsonArray([.. session.Journal.Asked]),
    };

    private static async Task<JsonObject> SceneAsync(WhatIfSession session, long frame, CancellationToken cancellationToken)
    {
        WhatIfScene scene = await session.SceneAsync(frame, cancellationToken);
        return new JsonObject
        {
            ["frame"] = frame,
            ["t"] = Math.Round(scene.Frame.Seconds, 6),
            ["width"] = scene.Frame.Width,
            ["height"] = scene.Frame.Height,
            ["players"] = new JsonArray([.. scene.Players.Select(player => new JsonObject
            {
                ["tracks"] = new JsonArray([.. player.TrackIds.Select(id => (JsonNode)id)]),
                ["class"] = player.ClassName,
                ["outline"] = string.Concat(player.Objects.Select(item => MaskOutline.PathOf(item.Detection, scene.Frame.Width))),
            })]),
            ["answers"] = new JsonArray([.. session.Prompts.Select(prompt => session.KeyframeAt(frame, prompt.Name)).OfType<JournalKeyframe>().Select(Keyframe)]),
        };
    }

    private static JsonObject Keyframe(JournalKeyframe keyframe) => new()
    {
        ["prompt_name"] = keyframe.PromptName,
        ["prompt"] = keyframe.Prompt,
        ["answer"] = keyframe.Answer,
        ["verdict"] = keyframe.Attribution.Verdict.Sentence,
        ["phi"] = new JsonArray([.. keyframe.Players.Select(player => new JsonObject
        {
            ["tracks"] = new JsonArray([.. player.TrackIds.Select(id => (JsonNode)id)]),
            ["phi"] = double.IsFinite(player.Value) ? Math.Round(player.Value, 6) : null,
        })]),
        ["asked"] = new JsonArray([.. keyframe.Attribution.Coalitions.Select(coalition => (JsonNode)coalition.Visible.ToString("x", CultureInfo.InvariantCulture))]),
    };

    private static JsonObject Export(OpenedRun opened, WhatIfSession session) => new()
    {
        ["schema"] = 1,
        ["run"] = opened.Run.Directory.Path,
        ["clip"] = opened.Run.Results.Header.Input,
        ["clip_sha256"] = opened.Run.Results.Header.InputHash,
        ["questions"] = new JsonArray([.. session.Journal.Asked]),
    };
}

/// <summary>A question as the page sends it.</summary>
/// <param name="Frame">The number of the frame.</param>
/// <param name="Prompt">The name of the run's question.</param>
/// <param name="Text">Other words for it; null for the run's own.</param>
/// <param name="Visible">Bit i in hexadecimal: player i is shown.</param>
internal sealed record AskedQuestion(long Frame, string? Prompt, string? Text, string? Visible)
{
    /// <summary>The question.</summary>
    /// <exception cref="PixelShapException">It is none.</exception>
    public WhatIfQuestion ToQuestion() => Prompt is not null && ulong.TryParse(Visible, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong visible)
        ? new WhatIfQuestion(Frame, Prompt, Text, visible)
        : throw new PixelShapException(ExitCode.Usage, "What was sent is no question.", "Open the page again.");
}
