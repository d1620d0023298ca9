using PixelShap.Masking;

namespace PixelShap.Video.Attribution.Attributes;

/// <summary>What the attributes of one object count for.</summary>
public sealed record AttributeValues
{
    /// <summary>The place of the object's player in the order of φ.</summary>
    public required int Player { get; init; }

    /// <summary>The attributes, the most important first.</summary>
    public required IReadOnlyList<AttributeValue> Attributes { get; init; }

    /// <summary>What is left with every attribute withheld: that something is there at all. NaN where that was not asked.</summary>
    public required double Presence { get; init; }

    /// <summary>What the object itself gets from the same questions: the sum of <see cref="Presence"/> and of the attributes' values, but for <see cref="Gap"/>.</summary>
    public required double Whole { get; init; }

    /// <summary>What the estimate misses of <see cref="Whole"/>; NaN where <see cref="Presence"/> is.</summary>
    public required double Gap { get; init; }

    /// <summary>Questions that were put.</summary>
    public required int Calls { get; init; }
}

/// <summary>What one attribute counts for.</summary>
/// <param name="Attribute">The attribute.</param>
/// <param name="Value">Its Owen value, signed, in units of v.</param>
/// <param name="StandardError">Its standard error.</param>
/// <param name="Answer">The answer where it alone was withheld; null where nobody asked.</param>
/// <param name="Shown">The picture of that.</param>
public sealed record AttributeValue(ObjectAttribute Attribute, double Value, double StandardError, string? Answer, BgrImage Shown);
