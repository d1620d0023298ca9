namespace PixelShap.Video.Publishing.Cases;

/// <summary>What a look at a case found.</summary>
/// <param name="Findings">What is wrong and where, one sentence each; none for a sound case.</param>
/// <param name="Manifest">What the case says of itself; null where it cannot be read.</param>
public sealed record CaseVerdict(IReadOnlyList<string> Findings, CaseManifest? Manifest)
{
    /// <summary>Whether nothing was changed.</summary>
    public bool IsSound => Findings.Count == 0 && Manifest is not null;

    /// <summary>The fingerprint of the key that the case names; empty where it names none.</summary>
    public string Fingerprint => Manifest is null ? "" : CaseKey.FingerprintOf(Convert.FromBase64String(Manifest.PublicKey));
}
