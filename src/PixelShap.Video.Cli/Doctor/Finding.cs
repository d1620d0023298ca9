namespace PixelShap.Video.Cli.Doctor;

/// <summary>How something stands.</summary>
internal enum FindingState
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>Not there, and needed only by those who want it.</summary>
    Optional,

    /// <summary>It works, but not as well as it could, or not for every input.</summary>
    Warning,

    /// <summary>Required and not there.</summary>
    Missing,
}

/// <summary>One thing that was looked at.</summary>
/// <param name="Area">What it belongs to, for example <c>FFmpeg</c>.</param>
/// <param name="Name">What it is.</param>
/// <param name="State">How it stands.</param>
/// <param name="Detail">What was found, or what its absence means.</param>
internal sealed record Finding(string Area, string Name, FindingState State, string Detail)
{
    /// <summary>The command or the step that mends it; null where nothing needs mending.</summary>
    public string? Remedy { get; init; }

    /// <summary>The packages of Debian that mend it; empty where none does.</summary>
    public IReadOnlyList<string> Packages { get; init; } = [];

    /// <summary>What has to be done; null where nothing needs to be.</summary>
    public string? Mending => Remedy ?? (Packages.Count > 0 ? Apt.Install(Packages) : null);
}

/// <summary>Debian's package manager, as a person types it.</summary>
internal static class Apt
{
    /// <summary>The command that installs packages.</summary>
    public static string Install(IEnumerable<string> packages) => $"{(Environment.IsPrivilegedProcess ? "" : "sudo ")}apt-get install {string.Join(' ', packages)}";
}

/// <summary>Looks at one part of the machine.</summary>
internal interface IExamination
{
    /// <summary>Looks; what is missing is a finding and no error.</summary>
    Task<IReadOnlyList<Finding>> ExamineAsync(CancellationToken cancellationToken);
}
