using Microsoft.Extensions.DependencyInjection;
using PixelShap.Video.Cli.Audits;
using PixelShap.Video.Frames;
using PixelShap.Video.Publishing.Alerts;
using PixelShap.Video.Publishing.Explanations;
using PixelShap.Video.Publishing.Exports;
using PixelShap.Video.Publishing.Reports;
using PixelShap.Video.Rendering;
using PixelShap.Video.Runs.Live;
using PixelShap.Video.Runs.Ports;
using PixelShap.Video.Runs.UseCases;
using PixelShap.Video.Runs.WhatIf;
using PixelShap.Video.Vision.OpenCv;
using PixelShap.Video.Web;
using PixelShap.Video.Web.Library;

namespace PixelShap.Video.Cli.Composition;

/// <summary>The one place where the rooms are joined: which class stands behind each port.</summary>
internal static class Services
{
    /// <summary>Makes what the commands need.</summary>
    public static ServiceProvider Create() => Build(new ServiceCollection().AddSingleton<IRunParts, RunParts>());

    /// <summary>Makes what several cameras in one process need: they share networks.</summary>
    public static ServiceProvider CreateForCameras() => Build(new ServiceCollection().AddSingleton<RunParts>().AddSingleton<IRunParts>(services => new SharedParts(services.GetRequiredService<RunParts>())));

    private static ServiceProvider Build(IServiceCollection services) => services
        .AddSingleton(TimeProvider.System)
        .AddSingleton(new ProductInfo($"PixelShap.Video {CommandLine.Version}", OnnxRuntimePackage.Name, OnnxRuntimePackage.Version))
        .AddSingleton<IMediaLibrary, FfmpegMedia>()
        .AddSingleton<IImageCodec, OpenCvImageCodec>()

        // What is made of a run, in this order.
        .AddSingleton<IRunPublisher, ExportsPublisher>()
        .AddSingleton<AnnotatedVideoPublisher>()
        .AddSingleton<IRunPublisher>(services => services.GetRequiredService<AnnotatedVideoPublisher>())
        .AddSingleton<ReportFile>()
        .AddSingleton<IRunPublisher>(services => services.GetRequiredService<ReportFile>())
        .AddSingleton<ILiveDrawing>(services => services.GetRequiredService<AnnotatedVideoPublisher>())
        .AddSingleton<IExplanationPublisher, ExplanationPublisher>()
        .AddSingleton<AnalyseClip>()
        .AddSingleton<IAlertTargets, AlertTargets>()
        .AddSingleton<LiveBoard>()
        .AddSingleton<WatchCamera>()
        .AddSingleton<WatchCameras>()
        .AddSingleton<PlanRun>()
        .AddSingleton<ExplainPicture>()
        .AddSingleton(Registries.Choices)
        .AddSingleton<AskAgain>()
        .AddSingleton<IRunAuditor, FolderAudit>()
        .AddSingleton<WorkbenchParts>()
        .BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true });
}
