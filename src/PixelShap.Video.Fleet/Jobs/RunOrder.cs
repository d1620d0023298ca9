using System.Security.Cryptography;
using System.Text;

namespace PixelShap.Video.Fleet.Jobs;

/// <summary>What somebody wants to be run. The same order has the same id, so that ordering twice runs once.</summary>
/// <param name="Kind">What is done; <see cref="Clip"/> for the main job.</param>
/// <param name="Pool">Which machines may do it.</param>
/// <param name="Priority">What comes first.</param>
/// <param name="Input">The clip: a name in the storage, or a path that every worker has.</param>
/// <param name="Settings">The settings, as YAML with overrides already applied; for another kind of work its own text.</param>
/// <param name="Content">What tells two contents of one name apart, such as length and time or an entity tag.</param>
public sealed record RunOrder(string Kind, Pool Pool, Priority Priority, string Input, string Settings, string Content)
{
    /// <summary>The kind of the main job.</summary>
    public const string Clip = "clip";

    /// <summary>The kind of the time that a camera spends with one worker.</summary>
    public const string Camera = "camera";

    // 160 bits: enough for never two alike, short enough for a terminal.
    private const int IdLength = 40;

    /// <summary>The id of the run. Pool and priority are no part of it.</summary>
    public string Id => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Kind}\0{Input}\0{Content}\0{Settings}")))[..IdLength];
}

/// <summary>Kinds of machines.</summary>
public enum Pool
{
    /// <summary>Without a graphics processor.</summary>
    Cpu,

    /// <summary>With one.</summary>
    Gpu,
}

/// <summary>What comes first.</summary>
public enum Priority
{
    /// <summary>Before everything of normal priority.</summary>
    High,

    /// <summary>In the order of submission.</summary>
    Normal,
}

/// <summary>The words of the database and of subjects.</summary>
public static class Words
{
    /// <summary>The word of a pool.</summary>
    public static string Word(this Pool pool) => pool == Pool.Gpu ? "gpu" : "cpu";

    /// <summary>The word of a priority.</summary>
    public static string Word(this Priority priority) => priority == Priority.High ? "high" : "normal";
}
