using PixelShap.Masking;
using PixelShap.Video.Importance;
using PixelShap.Video.Rendering.Colour;
using PixelShap.Video.Rendering.Drawing;
using PixelShap.Video.Rendering.Layout;
using PixelShap.Video.Rendering.Overlay;
using PixelShap.Video.Runs.Scenes;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Rendering.Labels;

/// <summary>Chooses, places and draws the labels of a frame.</summary>
internal sealed class LabelLayer
{
    private readonly SceneLayout _layout;
    private readonly SceneRendererOptions _options;
    private readonly TrackColours _markers;
    private readonly LabelChoice _choice;
    private readonly LabelPlacer _placer;
    private readonly LabelPainter _painter;

    internal LabelLayer(SceneLayout layout, SceneRendererOptions options, TextCache texts, TrackColours markers)
    {
        (_layout, _options, _markers) = (layout, options, markers);
        PixelBox picture = layout.Picture;
        int margin = (int)Math.Round(layout.FontSize * 0.3), gap = (int)Math.Max(2, Math.Round(layout.FontSize * 0.28));
        _choice = new LabelChoice((double)picture.Width * picture.Height);
        int width = Math.Max(1, picture.Width - (2 * margin)), height = Math.Max(1, picture.Height - (2 * margin));
        _placer = new LabelPlacer(new PixelBox(picture.X + margin, picture.Y + margin, width, height), gap);
        _painter = new LabelPainter(layout, options.Theme, texts, markers);
    }

    /// <summary>The labels of the last frame.</summary>
    internal IReadOnlyList<LabelPlacement> Placements { get; private set; } = [];

    internal void Draw(Canvas canvas, Scene scene, ImportanceColours colours, IReadOnlyList<PixelBox> obstacles)
    {
        _choice.BeginFrame();
        var chosen = new Dictionary<int, SceneObject>();
        var requests = new List<LabelRequest>();
        var boxes = new List<LabelObstacle>(scene.Objects.Count);
        foreach (SceneObject item in scene.Objects)
        {
            BoundingBox box = Shift(item.Box);
            double matters = item.Importance.Kind == SampleKind.None ? 0 : colours.Strength(item.Importance.Mean);
            boxes.Add(new LabelObstacle(item.TrackId, box, matters));
            bool isChosen = _options.LabelEverything || _choice.Choose(item, colours, _markers[item.TrackId] is not null);
            if (isChosen && chosen.TryAdd(item.TrackId, item))
            {
                (int width, int height) = _painter.Measure(item);
                double share = item.Box.Area / ((double)_layout.Picture.Width * _layout.Picture.Height);
                requests.Add(new LabelRequest(item.TrackId, box, width, height, matters + (0.5 * Math.Sqrt(share))));
            }
        }

        IReadOnlyList<LabelRequest> first =
            [.. requests.OrderByDescending(request => request.Priority).ThenBy(request => request.TrackId).Take(_options.MaximumLabels)];
        Placements = _placer.Place(scene.TimeSeconds, first, boxes, obstacles);
        foreach (LabelPlacement placement in Placements.Where(placement => placement.HasLeader))
        {
            SceneObject item = chosen[placement.TrackId];
            _painter.DrawLeader(canvas, placement.Box, Shift(item.Box), ObjectLayer.OutlineColour(item, colours, _options.Theme));
        }

        foreach (LabelPlacement placement in Placements.Reverse())
        {
            SceneObject item = chosen[placement.TrackId];
            double strength = item.Importance.Kind == SampleKind.None ? 0 : colours.Strength(item.Importance.Mean);
            _painter.Draw(canvas, placement.Box, item, Readable(item, colours), Math.Min(1, strength * 2));
        }
    }

    /// <summary>The importance colour, light enough to be read on the label.</summary>
    private Rgb Readable(SceneObject item, ImportanceColours colours)
    {
        Rgb colour = ObjectLayer.OutlineColour(item, colours, _options.Theme);
        double share = 0;
        while (colour.Mix(_options.Theme.Text, share).ContrastWith(_options.Theme.Label) < 6.5 && share < 1)
        {
            share += 0.1;
        }

        return colour.Mix(_options.Theme.Text, Math.Min(1, share));
    }

    private BoundingBox Shift(BoundingBox box) =>
        new(box.Left + _layout.Picture.X, box.Top + _layout.Picture.Y, box.Right + _layout.Picture.X, box.Bottom + _layout.Picture.Y);
}
