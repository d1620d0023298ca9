using PixelShap.Video.Clips;
using PixelShap.Video.Files;

namespace PixelShap.Video.Media.Live;

/// <summary>User and password of a camera that do not stand in its address, so that no shell keeps them and no list of processes shows them.</summary>
/// <param name="User">The user; null for none.</param>
/// <param name="Password">The password; null for none.</param>
public sealed record CameraLogin(string? User, string? Password)
{
    /// <summary>The variable with the user.</summary>
    public const string UserVariable = "PIXELSHAP_CAMERA_USER";

    /// <summary>The variable with the password.</summary>
    public const string PasswordVariable = "PIXELSHAP_CAMERA_PASSWORD";

    /// <summary>The name that is taken where there is a password only: most cameras come with it.</summary>
    public const string UsualUser = "admin";

    private const int MostBytes = 4096;

    /// <summary>What the environment holds.</summary>
    public static CameraLogin OfEnvironment() => new(Some(Environment.GetEnvironmentVariable(UserVariable)), Some(Environment.GetEnvironmentVariable(PasswordVariable)));

    /// <summary>The password in a file: its first line.</summary>
    /// <exception cref="PixelShapException">The file cannot be read, or holds none.</exception>
    public static string ReadPassword(string path)
    {
        string text;
        try
        {
            text = RegularFile.ReadText(path, MostBytes);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new PixelShapException(ExitCode.Usage, $"The password file {path} cannot be read: {Cause.Of(exception)}.", "Name a file that this user may read.", exception);
        }

        return Some(text.Split('\n', 2)[0].TrimEnd('\r'))
            ?? throw new PixelShapException(ExitCode.Usage, $"The password file {path} holds no password.", "Write the password into its first line.");
    }

    /// <summary>The address with this login; one that has its own keeps it.</summary>
    public string ApplyTo(string address)
    {
        AddressParts parts = AddressParts.Of(address);
        if (parts.Scheme.Length == 0 || parts.User.Length > 0 || (User ?? Password) is null)
        {
            return address;
        }

        string password = Password is null ? "" : ":" + Uri.EscapeDataString(Password);
        return $"{parts.Scheme}://{Uri.EscapeDataString(User ?? UsualUser)}{password}@{parts.Place}{parts.Query}";
    }

    private static string? Some(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
