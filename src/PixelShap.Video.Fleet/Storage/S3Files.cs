using System.Net;
using System.Runtime.CompilerServices;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace PixelShap.Video.Fleet.Storage;

/// <summary>
/// Files in a bucket of S3, MinIO or whatever speaks the same. Credentials come from where Amazon's programs look for them: variables such as <c>AWS_ACCESS_KEY_ID</c>, files, the machine's role.
/// </summary>
internal sealed class S3Files : IFleetFiles
{
    private const int PartBytes = 16 << 20;

    private readonly AmazonS3Client _client;
    private readonly string _bucket;
    private readonly string _prefix;

    /// <summary>Names a bucket.</summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="prefix">What stands before every name; empty, or ends in <c>/</c>.</param>
    /// <param name="endpoint">The address of a server that is not Amazon's; null for Amazon's.</param>
    public S3Files(string bucket, string prefix, string? endpoint)
    {
        (_bucket, _prefix) = (bucket, prefix);
        var configuration = new AmazonS3Config
        {
            RetryMode = RequestRetryMode.Standard,
            MaxErrorRetry = 5,
            // Servers that are not Amazon's know no trailing checksums; MD5 of the transport and our SHA-256 of segments remain.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        if (endpoint is not null)
        {
            (configuration.ServiceURL, configuration.ForcePathStyle) = (endpoint, true);
        }

        _client = new AmazonS3Client(configuration);
    }

    public string Place => $"s3://{_bucket}/{_prefix}";

    public async Task StoreAsync(string name, Stream content, CancellationToken cancellationToken)
    {
        if (content.Length > PartBytes)
        {
            await StoreInPartsAsync(_prefix + name, content, cancellationToken);
            return;
        }

        await TryAsync(name, () => _client.PutObjectAsync(
            new PutObjectRequest { BucketName = _bucket, Key = _prefix + name, InputStream = content, AutoCloseStream = false, UseChunkEncoding = false }, cancellationToken));
    }

    public async Task<Stream> OpenAsync(string name, CancellationToken cancellationToken) =>
        (await TryAsync(name, () => _client.GetObjectAsync(_bucket, _prefix + name, cancellationToken))).ResponseStream;

    public Task DeleteAsync(string name, CancellationToken cancellationToken) => TryAsync(name, () => _client.DeleteObjectAsync(_bucket, _prefix + name, cancellationToken));

    public async IAsyncEnumerable<StoredFile> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new ListObjectsV2Request { BucketName = _bucket, Prefix = _prefix + prefix };
        ListObjectsV2Response page;
        do
        {
            page = await TryAsync(prefix, () => _client.ListObjectsV2Async(request, cancellationToken));
            foreach (S3Object found in page.S3Objects ?? [])
            {
                yield return new StoredFile(found.Key[_prefix.Length..], found.Size ?? 0, found.ETag.Trim('"'));
            }

            request.ContinuationToken = page.NextContinuationToken;
        }
        while (page.IsTruncated == true);
    }

    public string? PathOf(string name) => null;

    public void Dispose() => _client.Dispose();

    private async Task StoreInPartsAsync(string key, Stream content, CancellationToken cancellationToken)
    {
        InitiateMultipartUploadResponse upload = await TryAsync(key, () => _client.InitiateMultipartUploadAsync(_bucket, key, cancellationToken));
        try
        {
            List<PartETag> parts = [];
            var buffer = new byte[PartBytes];
            for (int number = 1; await content.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken) is > 0 and var count; number++)
            {
                int part = number;
                UploadPartResponse reply = await TryAsync(key, () => _client.UploadPartAsync(
                    new UploadPartRequest
                    {
                        BucketName = _bucket, Key = key, UploadId = upload.UploadId, PartNumber = part, InputStream = new MemoryStream(buffer, 0, count), PartSize = count, UseChunkEncoding = false,
                    },
                    cancellationToken));
                parts.Add(new PartETag(part, reply.ETag));
            }

            await TryAsync(key, () => _client.CompleteMultipartUploadAsync(new CompleteMultipartUploadRequest { BucketName = _bucket, Key = key, UploadId = upload.UploadId, PartETags = parts }, cancellationToken));
        }
        catch
        {
            // What is left of it costs money until somebody sweeps it up.
            await _client.AbortMultipartUploadAsync(_bucket, key, upload.UploadId, CancellationToken.None);
            throw;
        }
    }

    private async Task<T> TryAsync<T>(string name, Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (AmazonS3Exception exception) when (exception.StatusCode is HttpStatusCode.NotFound)
        {
            throw new PixelShapException(ExitCode.Input, $"There is no {name} in {Place}.", "Is the name right, and the bucket?", exception);
        }
        catch (Exception exception) when (exception is AmazonServiceException or AmazonClientException or HttpRequestException)
        {
            throw new PixelShapException(ExitCode.Failed, $"The storage {Place} refuses {name}: {exception.Message.TrimEnd('.')}.", "Check address, credentials and rights; AWS_ACCESS_KEY_ID and the like name them.", exception);
        }
    }
}
