using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using PixelShap.Video.Language;
using PixelShap.Video.Runs.Configuration;
using PixelShap.Video.Runs.UseCases;
using PixelShap.Video.Web.Library;
using PixelShap.Video.Web.Security;

namespace PixelShap.Video.Web.Jobs;

/// <summary>What the pages ask the server for to start runs.</summary>
internal static class JobRoutes
{
    /// <summary>Adds the routes.</summary>
    public static void Map(WebApplication application, RunJobs jobs, ClipStore clips, RunLibrary library, AuditLog audit, WorkbenchOptions options, WorkbenchParts parts)
    {
        application.MapGet("/api/new", () => Answers.Json(Describe(options, clips)));
        application.MapPost("/api/clips", async (string? name, HttpContext context, CancellationToken aborted) =>
        {
            // The store has a limit of its own, and writes to the disk as the bytes come.
            context.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = options.MostUploadBytes;
            audit.Note("clip", From(context), new JsonObject { ["name"] = name, ["bytes"] = context.Request.ContentLength });
            return Answers.Json(new JsonObject { ["clip"] = await clips.ReceiveAsync(name ?? "", context.Request.ContentLength, context.Request.Body, aborted) });
        });
        application.MapPost("/api/plan", async (JobRequest request, CancellationToken aborted) =>
        {
            PipelineConfiguration settings = jobs.SettingsOf(request);
            try
            {
                return Answers.Json(Write(await parts.Plan.RunAsync(settings, options.BaseDirectory, clips.Find(request.Clip), new JobObserver(options.OpenLog), new RunSignals(aborted, aborted)), settings));
            }
            catch (OperationCanceledException)
            {
                return Results.NoContent();
            }
        });
        application.MapPost("/api/jobs", async (JobRequest request, HttpContext context) =>
        {
            string clip = clips.Find(request.Clip);
            PipelineConfiguration settings = jobs.SettingsOf(request);
            audit.Note("run", From(context), new JsonObject { ["clip"] = clip, ["prompt"] = request.Prompt, ["provider"] = settings.Vlm.Provider, ["model"] = settings.Vlm.Model, ["budget"] = settings.Attribution.Budget });
            return Answers.Json((await jobs.StartAsync(clip, settings)).ToJson());
        });
        application.MapGet("/api/jobs", () => Answers.Json(new JsonArray([.. jobs.All.Select(job => job.ToJson())])));
        application.MapPost("/api/jobs/{id:length(16)}/stop", (string id, HttpContext context) =>
        {
            if (jobs.All.FirstOrDefault(job => job.Id == id) is not { } job)
            {
                return Answers.NoRun();
            }

            audit.Note("stop", From(context), new JsonObject { ["run"] = job.Output });
            job.Stop();
            return Answers.Json(job.ToJson());
        });
        application.MapPost("/api/jobs/{id:length(16)}/resume", async (string id, HttpContext context, CancellationToken aborted) =>
        {
            string? output = jobs.All.FirstOrDefault(job => job.Id == id)?.Output ?? (await library.FindAsync(id, aborted))?.Path;
            if (output is null)
            {
                return Answers.NoRun();
            }

            audit.Note("resume", From(context), new JsonObject { ["run"] = output });
            return Answers.Json(jobs.Resume(output).ToJson());
        });
    }

    private static string? From(HttpContext context) => context.Connection.RemoteIpAddress?.ToString();

    private static JsonObject Describe(WorkbenchOptions options, ClipStore clips)
    {
        PipelineConfiguration settings = options.Settings([]);
        return new JsonObject
        {
            ["samples"] = new JsonArray([.. clips.Samples.Select(name => (JsonNode)name)]),
            ["prompt"] = RunPrompts.Shown(settings).Template.Text,
            ["provider"] = settings.Vlm.Provider,
            ["model"] = settings.Vlm.Model,
            ["budget"] = settings.Attribution.Budget,
            ["interval"] = settings.Keyframes.IntervalSeconds,
            ["most_bytes"] = options.MostUploadBytes,
            ["providers"] = new JsonArray([.. options.Models.Select(model => new JsonObject { ["name"] = model.Name, ["help"] = model.Help, ["free"] = model.IsFree })]),
        };
    }

    private static JsonObject Write(RunPlan plan, PipelineConfiguration settings)
    {
        ModelUsage? usage = plan.Usage;
        return new JsonObject
        {
            ["model"] = plan.Model,
            ["keyframes"] = plan.Keyframes,
            ["questions"] = plan.Questions,
            ["cached"] = usage?.CacheHits ?? 0,
            ["calls"] = usage?.Requests ?? plan.Questions,
            ["computing_seconds"] = Math.Round(plan.Computing.TotalSeconds, 1),
            ["sampled_seconds"] = plan.SampledSeconds,
            ["has_prices"] = settings.Vlm.Budget is not { InputPrice: 0, OutputPrice: 0 },
            ["usage"] = Runs.WhatIf.WhatIfJson.Write(usage),
        };
    }
}
