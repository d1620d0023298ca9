using PixelShap.Video.Frames;
using PixelShap.Video.Runs.Flow;
using PixelShap.Video.Runs.Scenes;

namespace PixelShap.Video.Runs.Analysis;

/// <summary>Shows each analysed frame of a live stream with what is known at that moment.</summary>
internal sealed class ShowStage(ISceneSink sink, LiveImportance live, string model) : StageBody<LiveFrame>
{
    public override async ValueTask ProcessAsync(LiveFrame item, CancellationToken cancellationToken)
    {
        using Frame frame = item.Frame;
        var scene = new Scene
        {
            TimeSeconds = item.Seconds,
            Prompt = live.Prompt,
            Answer = live.Answer,
            Model = model,
            IsKeyframe = item.IsKeyframe,
            Objects = [.. item.Objects.Select(tracked => new SceneObject(
                tracked.TrackId, tracked.Detection.ClassName, tracked.Detection.Box, tracked.Detection.Mask, live.At(tracked.TrackId, item.Seconds)))],
        };
        await sink.WriteAsync(frame, scene, live.Strip(item.Seconds), cancellationToken);
    }

    public override ValueTask CompleteAsync(CancellationToken cancellationToken) => sink.CompleteAsync(cancellationToken);
}
