using System.Text.Json.Nodes;

namespace PixelShap.Video.Web.Library;

/// <summary>Tells what the answers of many runs rest on.</summary>
public interface IRunAuditor
{
    /// <summary>Reads all runs below a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="since">Only runs that were begun then or later; null for all.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    RunsAudit Audit(string folder, DateTimeOffset? since, CancellationToken cancellationToken);
}

/// <summary>What the answers of many runs rest on.</summary>
/// <param name="Runs">The runs that were read.</param>
/// <param name="LeftOut">Those that could not be read, with the reason.</param>
/// <param name="Subjects">Question, model and version each, as <c>pixelshap audit --json</c> has them.</param>
/// <param name="WriteCsv">Writes the same as a table.</param>
public sealed record RunsAudit(int Runs, IReadOnlyList<string> LeftOut, JsonArray Subjects, Action<Stream> WriteCsv);
