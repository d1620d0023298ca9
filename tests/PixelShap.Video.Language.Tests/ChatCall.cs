namespace PixelShap.Video.Language.Tests;

/// <summary>A request that the server received.</summary>
/// <param name="Number">Its number, from 0.</param>
/// <param name="Attempt">The same body has arrived this many times, this one included.</param>
/// <param name="Content">SHA-256 of the body.</param>
/// <param name="At">When.</param>
internal sealed record ChatCall(int Number, int Attempt, byte[] Content, DateTimeOffset At)
{
    /// <summary>The name of its answer in the response cache, as docs/decisions/0082-response-cache.md has it.</summary>
    public required string CacheKey { get; init; }

    /// <summary>Path and query.</summary>
    public required string Address { get; init; }

    /// <summary>The headers that say who asks, as <c>name: value</c>.</summary>
    public required IReadOnlyList<string> Credentials { get; init; }

    /// <summary>The text of the question.</summary>
    public required string Prompt { get; init; }

    /// <summary>SHA-256 of each image in hexadecimal.</summary>
    public required IReadOnlyList<string> Images { get; init; }

    public string Key => Convert.ToHexStringLower(Content);

    public bool Answered { get; set; }
}
