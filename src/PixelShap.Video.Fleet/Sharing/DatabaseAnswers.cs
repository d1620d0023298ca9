using PixelShap.Video.Fleet.Database;
using PixelShap.Video.Language;

namespace PixelShap.Video.Fleet.Sharing;

/// <summary>Answers in the database. An answer is there before its worker uses it, so that nobody pays again for what a killed worker had begun to use.</summary>
/// <param name="database">The database.</param>
public sealed class DatabaseAnswers(FleetDatabase database) : ISharedAnswers
{
    /// <inheritdoc/>
    public async Task<byte[]?> FindAsync(string key, CancellationToken cancellationToken) =>
        (await database.QueryAsync("SELECT answer FROM answers WHERE key = @key", row => row.GetFieldValue<byte[]>(0), cancellationToken, ("key", Convert.FromHexString(key)))).FirstOrDefault();

    /// <inheritdoc/>
    public Task StoreAsync(string key, byte[] answer, CancellationToken cancellationToken) => database.ExecuteAsync(
        "INSERT INTO answers (key, answer) VALUES (@key, @answer) ON CONFLICT DO NOTHING", cancellationToken, ("key", Convert.FromHexString(key)), ("answer", answer));
}
