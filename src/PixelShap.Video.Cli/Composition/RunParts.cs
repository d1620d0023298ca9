using Microsoft.Extensions.Logging;
using PixelShap.Masking;
using PixelShap.Similarity;
using PixelShap.Video.Events;
using PixelShap.Video.Files;
using PixelShap.Video.Frames;
using PixelShap.Video.Language;
using PixelShap.Video.Runs.Configuration;
using PixelShap.Video.Runs.Ports;
using PixelShap.Video.Segmentation;
using PixelShap.Video.Tracking;
using PixelShap.Video.Vision.Motion;
using PixelShap.Video.Vision.Onnx;
using PixelShap.Video.Vision.OpenCv;
using PixelShap.Video.Vision.OwnCar;
using PixelShap.Video.Vision.Scenery;
using PixelShap.Video.Vision.Segmentation;

namespace PixelShap.Video.Cli.Composition;

/// <summary>Makes the parts of a run that the configuration names.</summary>
/// <param name="shared">What other processes of a fleet know and spend; null for a process that stands alone. The default value is null.</param>
internal sealed class RunParts(SharedService? shared = null) : IRunParts
{
    public ModelChoice ChooseModel(string setting, string baseDirectory) => ModelLocator.Choose(setting, baseDirectory);

    public ISegmenter Segmenter(SegmenterConfiguration configuration, string baseDirectory, ILoggerFactory loggers)
    {
        (string Encoder, string Decoder)? mask = ModelLocator.MaskModel(configuration.MaskModel, baseDirectory);
        return Segmenters.Create(
            new SegmenterOptions
            {
                Model = ModelLocator.Find(configuration.Model, baseDirectory),
                MaskEncoder = mask?.Encoder,
                MaskDecoder = mask?.Decoder,
                Runtime = new OnnxModelOptions { Provider = configuration.Provider, Threads = configuration.Threads },
                ScoreThreshold = (float)configuration.ScoreThreshold,
                NmsIoU = (float)configuration.NmsIou,
                Classes = configuration.Classes,
            },
            loggers);
    }

    /// <summary>The masks of one picture from a COCO file that somebody made before: all of them, whatever their class.</summary>
    public ISegmenter Masks(string path, string imageName, ILoggerFactory loggers) => Segmenters.Create(
        new SegmenterOptions
        {
            Model = path,
            Kind = Segmenters.Precomputed,
            ImageName = imageName,
            ScoreThreshold = 0,
            MaxDetections = int.MaxValue,
            Classes = [ClassGroups.All],
        },
        loggers);

    public ITracker Tracker(PipelineConfiguration configuration) => new MultiObjectTracker(configuration.Tracker.ToOptions(configuration.Segmenter.Every));

    public ICameraMotion? CameraMotion(TrackerConfiguration configuration) => configuration.CameraMotion ? new OpticalCameraMotion() : null;

    public IPictureSense? PictureSense(PipelineConfiguration configuration) => configuration.Events ? new OpticalPictureSense() : null;

    public IMaskPropagator? Propagator(SegmenterConfiguration configuration, bool isLive) => configuration.Every > 1
        ? new FlowMaskPropagator(new MaskPropagationOptions { LooksBack = !isLive })
        : null;

    /// <summary>Who is asked.</summary>
    /// <param name="configuration">The settings.</param>
    /// <param name="segmenter">What the narrator looks through.</param>
    /// <param name="baseDirectory">What relative paths in the settings are relative to.</param>
    /// <param name="loggers">Are told about errors of a service.</param>
    /// <param name="planOnly">Whether to count what would be asked of a service, without asking it.</param>
    /// <exception cref="PixelShapException">There is no key, or an address is none.</exception>
    public IVisionLanguageModel Model(
        PipelineConfiguration configuration, ISegmenter segmenter, string baseDirectory, ILoggerFactory loggers, bool planOnly = false) =>
        LanguageModels.Create(new ProviderParts
        {
            Configuration = ModelLocator.Asked(configuration.Vlm),
            Seed = configuration.Seed,
            Codec = new OpenCvImageCodec(),
            BaseDirectory = baseDirectory,
            PlanOnly = planOnly,
            Logger = loggers.CreateLogger("vlm"),
            Segmenter = segmenter,
            Shared = shared,
        });

    public IEgoMaskLearner EgoMaskLearner() => new EgoMaskLearner();

    public string EgoMaskFile(string path, string baseDirectory) => Path.GetFullPath(path, baseDirectory);

    public EgoMask ReadEgoMask(string path, string baseDirectory)
    {
        string file = EgoMaskFile(path, baseDirectory);
        const string Advice = "Name a PNG that is white where the own car is, or set ego_mask to auto or none.";
        try
        {
            byte[] grey = new OpenCvImageCodec().DecodeGrey(RegularFile.ReadBytes(file, IImageCodec.MostBytes), out int width, out int height);
            return new EgoMask([.. grey.Select(value => (byte)(value > 127 ? 1 : 0))], width, height);
        }
        catch (Exception exception) when (exception is PixelShapException or IOException or UnauthorizedAccessException)
        {
            throw new PixelShapException(ExitCode.Usage, $"ego_mask names {file}, which cannot be read as a picture: {exception.Message}", Advice, exception);
        }
    }

    public byte[] EncodeEgoMask(EgoMask mask) =>
        new OpenCvImageCodec().EncodeGreyPng([.. mask.Map.ToArray().Select(value => value == 0 ? (byte)0 : (byte)255)], mask.Width, mask.Height);

    public IFill Fill(string name) => PictureFills.Create(name);

    public ISceneDivider SceneDivider() => new ColourSceneDivider();

    /// <summary>How answers are compared. An embedding model is tried out at once, before any answer is paid for.</summary>
    /// <exception cref="PixelShapException">There is no such measure; the embedding model is not named, missing or unfit.</exception>
    public Task<ITextSimilarity> SimilarityAsync(PipelineConfiguration configuration, string baseDirectory, IVisionLanguageModel model, CancellationToken cancellationToken)
    {
        string name = configuration.Attribution.Similarity;
        SimilarityEntry entry = Similarities.All.FirstOrDefault(entry => entry.Name == name) ?? throw new PixelShapException(
            ExitCode.Usage, $"There is no similarity '{name}'.", $"Set attribution.similarity to one of {string.Join(", ", Similarities.All.Select(entry => entry.Name))}.");
        return entry.CreateAsync(new SimilarityParts(configuration, baseDirectory, model), cancellationToken);
    }

    /// <summary>The file of the embedding model; null where there is none on this machine.</summary>
    public string? EmbedderFile(PipelineConfiguration configuration, string baseDirectory) => Similarities.EmbedderFile(configuration, baseDirectory);
}
