using System.Text.RegularExpressions;
using PixelShap.Video.Files;
using PixelShap.Video.Language.Services;

namespace PixelShap.Video.Language.Chat;

/// <summary>Finds the key of a service: in the environment, or in a file of its own; never in the settings.</summary>
internal static partial class ApiKey
{
    /// <summary>The key; null where a service of one's own needs none.</summary>
    /// <param name="configuration">Where to look.</param>
    /// <param name="baseDirectory">What the path of the file is relative to.</param>
    /// <exception cref="PixelShapException">OpenAI or Azure OpenAI is asked without a key, or the file cannot be read.</exception>
    public static string? Find(VlmConfiguration configuration, string baseDirectory)
    {
        bool isAzure = configuration.Provider == Providers.Azure;
        ServiceProfile profile = ServiceProfiles.Of(configuration);
        string variable = configuration.ApiKeyVariable != "auto" ? configuration.ApiKeyVariable
            : isAzure ? "AZURE_OPENAI_API_KEY"
            : configuration.Service != VlmService.Auto && profile.KeyVariable.Length > 0 ? profile.KeyVariable
            : VariableOf(profile);
        if (!Variable().IsMatch(variable))
        {
            // It may be the key itself.
            throw new PixelShapException(
                ExitCode.Usage, "vlm.api_key_variable is no name of a variable.", "Name the variable that holds the key, such as OPENAI_API_KEY: the key itself never stands in this file.");
        }

        string? key = Environment.GetEnvironmentVariable(variable)?.Trim();
        if (string.IsNullOrEmpty(key) && configuration.ApiKeyFile.Length > 0)
        {
            key = ReadFile(Path.GetFullPath(configuration.ApiKeyFile, Path.GetFullPath(baseDirectory)));
        }

        if (!string.IsNullOrEmpty(key))
        {
            return key.Any(letter => letter is <= ' ' or > '~')
                ? throw new PixelShapException(
                    ExitCode.Usage, "The key of the vision-language model holds characters that no key has.", "Store the bare key, without quotes and spaces.")
                : key;
        }

        return (configuration.BaseUrl.Length > 0 || profile.KeyVariable.Length == 0) && !isAzure
            ? null
            : throw new PixelShapException(
                ExitCode.Usage,
                $"The provider is '{(isAzure ? "azure" : "openai")}', but the environment variable {variable} holds no key.",
                isAzure
                    ? "Set that variable, name a file with vlm.api_key_file, or sign in with Entra ID and set vlm.auth to entra."
                    : "Set that variable, or name a file with vlm.api_key_file; for a server of your own set vlm.base_url.");
    }

    /// <summary>A service that is known by its address alone may have its own key, or one that was given under OpenAI's name as before.</summary>
    private static string VariableOf(ServiceProfile profile) =>
        profile.KeyVariable.Length > 0 && !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(profile.KeyVariable)) ? profile.KeyVariable : "OPENAI_API_KEY";

    private static string? ReadFile(string path)
    {
        try
        {
            return RegularFile.ReadLines(path, 64 << 10).FirstOrDefault()?.Trim();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PixelShapException(ExitCode.Usage, $"The key file {path} cannot be read: {Cause.Of(exception)}.", "Check vlm.api_key_file.", exception);
        }
    }

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*$")]
    private static partial Regex Variable();
}
