using PixelShap.Video.Attribution.Claims;
using PixelShap.Video.Attribution.Verdicts;

namespace PixelShap.Video.Evaluation.Audits;

/// <summary>What is compared: a question, who answered it, and the version of the program that measured.</summary>
/// <param name="PromptName">The name of the question.</param>
/// <param name="Prompt">The question.</param>
/// <param name="Model">Who answered.</param>
/// <param name="Version">The program.</param>
public sealed record AuditSubject(string PromptName, string Prompt, string Model, string Version);

/// <summary>A keyframe of a run, as far as an audit looks at it.</summary>
/// <param name="Subject">What was asked, and whom.</param>
/// <param name="Run">The run.</param>
/// <param name="Clip">What the run was of: runs of one clip show the same road users.</param>
/// <param name="Verdict">What kind of thing the answer rested on.</param>
/// <param name="Players">The players that are one road user each.</param>
public sealed record AuditedKeyframe(AuditSubject Subject, string Run, string Clip, VerdictKind Verdict, IReadOnlyList<AuditedPlayer> Players);

/// <summary>A road user at a keyframe.</summary>
/// <param name="ClassName">Its class.</param>
/// <param name="Colours">The colours that one may call it; none where nobody can tell.</param>
/// <param name="Area">Its box, as a share of the picture, 0 to 1.</param>
/// <param name="Decides">Whether the answer depended on it: its own φ is above nothing by more than chance.</param>
public sealed record AuditedPlayer(string ClassName, PaintColours Colours, double Area, bool Decides);
