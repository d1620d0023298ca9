using System.Net;
using System.Net.Http.Headers;
using PixelShap.Video.Files;

namespace PixelShap.Video.Cli.Models;

/// <summary>
/// Fetches one file into <c>NAME.part</c>, and goes on where it stopped: after a cut connection, and after an earlier process. A part is gone on with only
/// while the server vouches (If-Range) that the file is still the same.
/// </summary>
/// <param name="client">Fetches; it must not follow redirects by itself.</param>
/// <param name="options">How patient it is.</param>
/// <param name="time">The clock.</param>
internal sealed class FileDownload(HttpClient client, DownloadOptions options, TimeProvider time)
{
    private const int BufferSize = 1 << 16;
    private const int MostHops = 8;
    private const long SpaceCheck = 64L << 20;

    /// <summary>Fetches the file.</summary>
    /// <param name="url">Where it is.</param>
    /// <param name="part">Where it is collected; <c>part + ".json"</c> is the note beside it.</param>
    /// <param name="size">The bytes it must have; null where they are not known.</param>
    /// <param name="progress">Told the bytes so far and in all.</param>
    /// <param name="cancellationToken">Stops; what has come stays for the next time.</param>
    /// <returns>Whether it was put together from more than one answer.</returns>
    /// <exception cref="PixelShapException">It cannot be had; the message says why.</exception>
    public async Task<bool> FetchAsync(string url, string part, long? size, Action<long, long?> progress, CancellationToken cancellationToken)
    {
        bool resumed = false;
        int failures = 0;
        while (true)
        {
            long before = LengthOf(part);
            resumed |= before > 0;
            TimeSpan? wanted = null;
            string reason;
            try
            {
                if (await TryAsync(url, part, size, progress, cancellationToken))
                {
                    return resumed;
                }

                reason = "the connection was cut";
            }
            catch (RetryException exception)
            {
                (reason, wanted) = (exception.Message, exception.After);
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException { InnerException: not null } or HttpIOException)
            {
                reason = Cause.OfConnection(exception);
            }

            failures = LengthOf(part) > before ? 1 : failures + 1;
            if (failures >= options.Attempts)
            {
                throw new PixelShapException(
                    ExitCode.Failed, $"{url} could not be fetched after {failures} attempts: {reason}.", "Check the network and the proxy (HTTPS_PROXY); the same command goes on where it stopped.");
            }

            TimeSpan delay = TimeSpan.FromTicks(Math.Min(options.LongestDelay.Ticks, options.FirstDelay.Ticks << Math.Min(failures - 1, 20)));
            delay = wanted > delay ? TimeSpan.FromTicks(Math.Min(wanted.Value.Ticks, options.LongestDelay.Ticks)) : delay;
            await Task.Delay(delay, time, cancellationToken);
        }
    }

    /// <summary>One request. True when the file is whole; false when it ended early.</summary>
    private async Task<bool> TryAsync(string url, string part, long? size, Action<long, long?> progress, CancellationToken cancellationToken)
    {
        string note = part + ".json";
        PartialDownload? known = PartialDownload.Read(note);
        long have = known is { Validator: not null } && known.Url == url ? LengthOf(part) : 0;
        using HttpResponseMessage response = await AskAsync(url, have, known?.Validator, cancellationToken);
        bool goesOn = response.StatusCode == HttpStatusCode.PartialContent && have > 0;
        if (goesOn && (response.Content.Headers.ContentRange?.From != have || ValidatorOf(response) is { } validator && validator != known!.Validator))
        {
            // It sent another piece, or a piece of another file: start again.
            Discard(part);
            throw new RetryException("the server sent another piece than was asked for", null);
        }

        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            Discard(part);
            throw new RetryException("the file has become shorter", null);
        }

        Judge(response, url);
        long start = goesOn ? have : 0;
        long? total = goesOn ? response.Content.Headers.ContentRange?.Length : response.Content.Headers.ContentLength;
        if (size is not null && total is not null && total != size)
        {
            throw new PixelShapException(
                ExitCode.Failed, $"{url} has {total} bytes, but the manifest says {size}.", "It is another file than was meant: do not use it, and look for a newer version of the program.");
        }

        if ((size ?? total) > options.Largest)
        {
            throw TooLarge(url);
        }

        CheckSpace(part, (size ?? total ?? 0) - start);
        new PartialDownload(url, ValidatorOf(response), total).Write(note);
        return await CopyAsync(response, url, part, start, size ?? total, progress, cancellationToken);
    }

    /// <summary>Asks for the file from a byte on, and follows where it was moved to. The client follows nothing by itself: it would take any scheme for http.</summary>
    private async Task<HttpResponseMessage> AskAsync(string url, long from, string? validator, CancellationToken cancellationToken)
    {
        var address = new Uri(url);
        for (int hops = 0; ; hops++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            if (from > 0)
            {
                request.Headers.Range = new RangeHeaderValue(from, null);
                request.Headers.TryAddWithoutValidation("If-Range", validator);
            }

            HttpResponseMessage response = await WithinAsync(
                token => client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, token), "the server did not answer", cancellationToken);
            if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308))
            {
                return response;
            }

            using (response)
            {
                string? location = response.Headers.NonValidated.TryGetValues("Location", out HeaderStringValues values) ? values.ToString() : null;
                bool leads = Uri.TryCreate(address, location, out Uri? next) && next.Scheme is "http" or "https" && next.Host.Length > 0;
                if (!leads || hops == MostHops || (address.Scheme == "https" && next!.Scheme == "http"))
                {
                    throw new PixelShapException(
                        ExitCode.Failed, $"{url} cannot be had: {(hops == MostHops ? "it was moved too often, at last" : "the server sends")} to {location ?? "nowhere"}.",
                        $"Only addresses that begin with https:// (or with http://, where the first did) are followed, {MostHops} of them at most.");
                }

                address = next!;
            }
        }
    }

    private async Task<bool> CopyAsync(
        HttpResponseMessage response, string url, string part, long start, long? total, Action<long, long?> progress, CancellationToken cancellationToken)
    {
        await using Stream source = await response.Content.ReadAsStreamAsync(cancellationToken);
        await using var target = new FileStream(part, start > 0 ? FileMode.Append : FileMode.Create, FileAccess.Write, FileShare.Read);
        byte[] buffer = new byte[BufferSize];
        long done = start;
        while (true)
        {
            progress(done, total);
            int count = await WithinAsync(token => source.ReadAsync(buffer, token).AsTask(), "no more bytes came", cancellationToken);
            if (count == 0)
            {
                break;
            }

            await target.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
            done += count;
            if (total is null && done > options.Largest)
            {
                target.Close();
                Discard(part);
                throw TooLarge(url);
            }

            if (total is null && (done - start) / SpaceCheck != (done - start - count) / SpaceCheck)
            {
                // Nobody said how much comes: the disk is looked at now and then.
                CheckSpace(part, 0);
            }

            if (done > total)
            {
                target.Close();
                Discard(part);
                throw new PixelShapException(ExitCode.Failed, $"More than the {total} bytes of {Path.GetFileNameWithoutExtension(part)} came.", "It is another file than was meant: do not use it.");
            }
        }

        target.Flush(flushToDisk: true);
        return total is null || done == total;
    }

    /// <summary>What may pass is tried again; what will not is said at once.</summary>
    private static void Judge(HttpResponseMessage response, string url)
    {
        if (response.IsSuccessStatusCode)
        {
            return;
        }

        int status = (int)response.StatusCode;
        if (status is 408 or 425 or 429 or >= 500)
        {
            throw new RetryException($"the server answered {status}", response.Headers.RetryAfter?.Delta);
        }

        throw new PixelShapException(ExitCode.Failed, $"{url} cannot be had: the server answered {status} {response.ReasonPhrase}.", status switch
        {
            401 or 403 => "The file needs permission: open its page in a browser, accept its terms, and put it into the models folder by hand.",
            407 => "The proxy wants a password: HTTPS_PROXY=http://user:password@host:port.",
            _ => "It may have moved: look for a newer version of the program, or name another manifest with --manifest.",
        });
    }

    private PixelShapException TooLarge(string url) => new(
        ExitCode.Failed, $"{url} is larger than {options.Largest >> 20} MB.", "It is another file than was meant: do not use it, and look for a newer version of the program.");

    private void CheckSpace(string part, long bytes)
    {
        long free = options.FreeBytes(Path.GetDirectoryName(part)!);
        if (bytes + options.Reserve > free)
        {
            throw new PixelShapException(
                ExitCode.Failed, $"{bytes >> 20} MB are needed at {Path.GetDirectoryName(part)}, but only {free >> 20} MB are free.", "Make room, or set PIXELSHAP_MODELS to a folder on another disk.");
        }
    }

    private async Task<T> WithinAsync<T>(Func<CancellationToken, Task<T>> work, string otherwise, CancellationToken cancellationToken)
    {
        using var stall = new CancellationTokenSource(options.Stall, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stall.Token, cancellationToken);
        try
        {
            return await work(both.Token);
        }
        catch (OperationCanceledException) when (stall.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new RetryException($"{otherwise} within {options.Stall.TotalSeconds:0.#} s", null);
        }
    }

    /// <summary>What If-Range takes: a strong ETag, else the date of change.</summary>
    private static string? ValidatorOf(HttpResponseMessage response) =>
        response.Headers.ETag is { IsWeak: false } tag ? tag.Tag : response.Content.Headers.LastModified?.ToString("r");

    private static long LengthOf(string path) => File.Exists(path) ? new FileInfo(path).Length : 0;

    private static void Discard(string part)
    {
        File.Delete(part);
        File.Delete(part + ".json");
    }

    /// <summary>It may work the next time.</summary>
    private sealed class RetryException(string message, TimeSpan? after) : Exception(message)
    {
        public TimeSpan? After { get; } = after;
    }
}
