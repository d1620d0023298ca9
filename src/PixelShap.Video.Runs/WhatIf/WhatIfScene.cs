using PixelShap.Games;
using PixelShap.Masking;
using PixelShap.Video.Attribution;
using PixelShap.Video.Runs.Journal;
using PixelShap.Video.Tracking;

namespace PixelShap.Video.Runs.WhatIf;

/// <summary>A frame of a run and who can be hidden in it.</summary>
public sealed class WhatIfScene
{
    private readonly ObservedFrame _observed;

    internal WhatIfScene(JournalFrame frame, KeyframeScene scene, ObservedFrame observed) => (Frame, Scene, _observed) = (frame, scene, observed);

    /// <summary>What the journal holds of it.</summary>
    public JournalFrame Frame { get; }

    /// <summary>Who can be hidden, in the order of the bits of coalitions: the players that a keyframe here has or would have.</summary>
    public IReadOnlyList<Player> Players => Scene.Players;

    /// <summary>The objects.</summary>
    public IReadOnlyList<TrackedObject> Objects => _observed.Objects;

    internal KeyframeScene Scene { get; }

    /// <summary>The picture that the model is shown with some players visible.</summary>
    /// <param name="visible">Bit i: player i is shown; others than those of <see cref="Players"/> do not count.</param>
    public BgrImage Draw(ulong visible) => Scene.Draw(new Coalition(visible & Coalition.Full(Players.Count).Bits));
}
