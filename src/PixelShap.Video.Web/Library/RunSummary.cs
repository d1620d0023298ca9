namespace PixelShap.Video.Web.Library;

/// <summary>How far a run of the library is.</summary>
internal enum RunState
{
    /// <summary>It can be opened.</summary>
    Ready,

    /// <summary>It was cut off before its end.</summary>
    Unfinished,

    /// <summary>Somebody is at work on it.</summary>
    Busy,

    /// <summary>It cannot be read.</summary>
    Damaged,
}

/// <summary>What the library says of a run. Made of its summary and its exports, not of its journal.</summary>
internal sealed record RunSummary
{
    /// <summary>The name in addresses: no path, so that there is none to traverse.</summary>
    public required string Id { get; init; }

    /// <summary>The directory.</summary>
    public required string Path { get; init; }

    /// <summary>The directory as the library names it.</summary>
    public required string Name { get; init; }

    /// <summary>How far it is.</summary>
    public required RunState State { get; init; }

    /// <summary>What is wrong, and what to do; empty for nothing.</summary>
    public string Note { get; init; } = "";

    /// <summary>The clip without its folders.</summary>
    public string Clip { get; init; } = "";

    /// <summary>Where the clip was.</summary>
    public string? ClipPath { get; init; }

    /// <summary>When it was recorded, where the clip says so; else when it was analysed.</summary>
    public DateTimeOffset? Date { get; init; }

    /// <summary>Whether <see cref="Date"/> is the time of recording.</summary>
    public bool IsRecordingDate { get; init; }

    /// <summary>The length of the clip in seconds; null where nobody knows.</summary>
    public double? Seconds { get; init; }

    /// <summary>At how many moments the model was asked.</summary>
    public long Keyframes { get; init; }

    /// <summary>Who answered.</summary>
    public string Model { get; init; } = "";

    /// <summary>Why nobody should rely on the answers; null for nothing.</summary>
    public string? DoNotRely { get; init; }

    /// <summary>The questions.</summary>
    public IReadOnlyList<string> Questions { get; init; } = [];

    /// <summary>How many keyframes have each verdict.</summary>
    public IReadOnlyList<KeyValuePair<string, long>> Verdicts { get; init; } = [];

    /// <summary>How often each kind of event happened.</summary>
    public IReadOnlyList<KeyValuePair<string, long>> Events { get; init; } = [];

    /// <summary>The road users that mattered most: track, class and the sum of φ.</summary>
    public IReadOnlyList<(long Track, string Class, double Sum)> Top { get; init; } = [];

    /// <summary>The second at which the most important one mattered most.</summary>
    public double PosterSeconds { get; init; }

    /// <summary>What can be searched: answers, verdicts, classes, events, names.</summary>
    public IReadOnlyList<RunText> Texts { get; init; } = [];
}

/// <summary>A text of a run that can be searched.</summary>
/// <param name="Seconds">Its moment on the axis of the run; null for one that holds for all.</param>
/// <param name="Kind">What it is: answer, verdict, event, class, name, question.</param>
/// <param name="Text">The text.</param>
internal sealed record RunText(double? Seconds, string Kind, string Text);
