using PixelShap.Video.Language.Budgets;

namespace PixelShap.Video.Language.Calls;

/// <summary>A reply and what it cost.</summary>
/// <typeparam name="T">What the service is asked for.</typeparam>
/// <param name="Value">What it gave.</param>
/// <param name="Spent">What it cost.</param>
internal sealed record CallReply<T>(T Value, CallTokens Spent);

/// <summary>How an attempt, or all attempts, ended: with a reply, or with the reason why there is none.</summary>
/// <typeparam name="T">What the service is asked for.</typeparam>
/// <param name="Reply">The reply; null for none.</param>
/// <param name="Failure">Why there is none, and what kind of gap that makes; null with a reply, and where it became pointless to ask.</param>
internal sealed record CallOutcome<T>(CallReply<T>? Reply, Answer? Failure);
