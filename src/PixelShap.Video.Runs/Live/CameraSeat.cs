namespace PixelShap.Video.Runs.Live;

/// <summary>What outlasts the single runs of a camera that is watched for days.</summary>
/// <param name="View">Shows it.</param>
/// <param name="Desk">Makes events of what is found.</param>
/// <param name="IsPatient">Whether its first picture is waited for as long as it takes.</param>
/// <param name="Folder">Where its recording goes: retention holds over all its runs.</param>
public sealed record CameraSeat(CameraView? View, AlertDesk Desk, bool IsPatient, string Folder);
