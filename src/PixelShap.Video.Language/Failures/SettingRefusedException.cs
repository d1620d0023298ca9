namespace PixelShap.Video.Language.Failures;

/// <summary>The service did not take a setting that can be left out: the same question may be asked again without it, at once.</summary>
internal sealed class SettingRefusedException(string reason) : Exception(reason);
