using PixelShap.Video.Evaluation.Audits;
using PixelShap.Video.Runs.Results;
using PixelShap.Video.Web.Library;

namespace PixelShap.Video.Cli.Audits;

/// <summary>Reads all runs below a folder for an audit.</summary>
internal sealed class FolderAudit : IRunAuditor
{
    /// <summary>Reads them.</summary>
    /// <param name="root">The folder.</param>
    /// <param name="since">Only runs that were begun then or later; null for all.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>What was found, the number of runs, and those that could not be read, with the reason.</returns>
    public static (IReadOnlyList<SubjectAudit> Subjects, int Runs, IReadOnlyList<string> LeftOut) Read(string root, DateTimeOffset? since, CancellationToken cancellationToken)
    {
        var audit = new RunAudit();
        int runs = 0;
        List<string> left = [];
        foreach (string path in RunDirectory.Below(Path.GetFullPath(root)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            string name = Path.GetRelativePath(root, path);
            try
            {
                RecordedRun run = RecordedRun.Open(path);
                if (since is null || run.Results.Header.CreatedAt >= since)
                {
                    audit.Add(AuditedRun.Of(run, name));
                    runs++;
                }
            }
            catch (PixelShapException exception)
            {
                left.Add($"{name}: {exception.Message}");
            }
        }

        return (audit.Results(), runs, left);
    }

    /// <inheritdoc/>
    public RunsAudit Audit(string folder, DateTimeOffset? since, CancellationToken cancellationToken)
    {
        (IReadOnlyList<SubjectAudit> subjects, int runs, IReadOnlyList<string> left) = Read(folder, since, cancellationToken);
        return new RunsAudit(runs, left, AuditTable.Json(subjects), stream => AuditTable.WriteCsv(stream, subjects));
    }
}
