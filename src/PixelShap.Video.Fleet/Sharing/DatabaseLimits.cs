using PixelShap.Video.Fleet.Database;
using PixelShap.Video.Language;

namespace PixelShap.Video.Fleet.Sharing;

/// <summary>
/// Limits of services for all workers together, one row each. A request takes the next place in a row of evenly spaced ones, by the clock of the database: no two workers' clocks need to
/// agree, and no minute holds more than its share, wherever it begins.
/// </summary>
/// <param name="database">The database.</param>
public sealed class DatabaseLimits(FleetDatabase database) : ISharedLimits
{
    private const string Spend = """
        UPDATE limits SET
            next_request = CASE WHEN requests_per_minute IS NULL THEN next_request
                ELSE greatest(next_request, clock_timestamp()) + make_interval(secs => 60 / requests_per_minute) END,
            next_token = CASE WHEN tokens_per_minute IS NULL THEN next_token
                ELSE greatest(next_token, clock_timestamp()) + make_interval(secs => 60 * @tokens / tokens_per_minute) END,
            requests = requests + 1, tokens = tokens + @tokens, spent = spent + @cost
        WHERE service = @service AND (money IS NULL OR spent + @cost <= money)
        RETURNING greatest(
            0,
            CASE WHEN requests_per_minute IS NULL THEN 0 ELSE extract(epoch FROM next_request - clock_timestamp()) - 60 / requests_per_minute END,
            CASE WHEN tokens_per_minute IS NULL THEN 0 ELSE extract(epoch FROM next_token - clock_timestamp()) - 60 * @tokens / tokens_per_minute END)::double precision
        """;

    /// <inheritdoc/>
    public async Task<TimeSpan> SpendAsync(string service, long tokens, double cost, CancellationToken cancellationToken)
    {
        List<double> seconds = await database.QueryAsync(Spend, row => row.GetDouble(0), cancellationToken, ("service", service), ("tokens", (double)tokens), ("cost", cost));
        if (seconds is [var wait])
        {
            return TimeSpan.FromSeconds(wait);
        }

        bool isSpent = (await database.QueryAsync("SELECT true FROM limits WHERE service = @service", row => row.GetBoolean(0), cancellationToken, ("service", service))).Count > 0;
        return isSpent
            ? throw new PixelShapException(ExitCode.Limit, $"The money of the fleet for {service} is spent; the results so far are complete.", "Raise it with 'pixelshap fleet limits', then 'pixelshap fleet retry'.")
            : TimeSpan.Zero;
    }

    /// <inheritdoc/>
    public Task SettleAsync(string service, double setAside, double cost) => database.ExecuteAsync(
        "UPDATE limits SET spent = spent - @set_aside + @cost WHERE service = @service", CancellationToken.None, ("service", service), ("set_aside", setAside), ("cost", cost));

    /// <summary>Sets what all workers together may ask of a service; what was counted stays.</summary>
    /// <param name="service">Its address.</param>
    /// <param name="requestsPerMinute">Requests in a minute; null for no limit.</param>
    /// <param name="tokensPerMinute">Tokens in a minute; null for no limit.</param>
    /// <param name="money">Money in all; null for no limit.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public Task SetAsync(string service, double? requestsPerMinute, double? tokensPerMinute, double? money, CancellationToken cancellationToken) => database.ExecuteAsync(
        """
        INSERT INTO limits (service, requests_per_minute, tokens_per_minute, money) VALUES (@service, nullif(@requests, 'NaN'), nullif(@tokens, 'NaN'), nullif(@money, 'NaN'))
        ON CONFLICT (service) DO UPDATE SET requests_per_minute = excluded.requests_per_minute, tokens_per_minute = excluded.tokens_per_minute, money = excluded.money
        """,
        cancellationToken,
        ("service", service), ("requests", requestsPerMinute ?? double.NaN), ("tokens", tokensPerMinute ?? double.NaN), ("money", money ?? double.NaN));

    /// <summary>All limits.</summary>
    public Task<List<ServiceLimit>> ListAsync(CancellationToken cancellationToken) => database.QueryAsync(
        "SELECT service, requests_per_minute, tokens_per_minute, money, spent, requests FROM limits ORDER BY service",
        row => new ServiceLimit(row.GetString(0), Number(row, 1), Number(row, 2), Number(row, 3), row.GetDouble(4), row.GetInt64(5)),
        cancellationToken);

    private static double? Number(Npgsql.NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetDouble(column);
}

/// <summary>What all workers together may ask of a service, and what they have.</summary>
/// <param name="Service">Its address.</param>
/// <param name="RequestsPerMinute">Requests in a minute; null for no limit.</param>
/// <param name="TokensPerMinute">Tokens in a minute; null for no limit.</param>
/// <param name="Money">Money in all; null for no limit.</param>
/// <param name="Spent">What was spent.</param>
/// <param name="Requests">How many were made.</param>
public sealed record ServiceLimit(string Service, double? RequestsPerMinute, double? TokensPerMinute, double? Money, double Spent, long Requests);
