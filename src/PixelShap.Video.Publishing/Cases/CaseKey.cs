using System.Security.Cryptography;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.EdEC;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;
using PixelShap.Video.Files;

namespace PixelShap.Video.Publishing.Cases;

/// <summary>A key that signs cases by Ed25519 (RFC 8032). Files are PEM as OpenSSL writes them: PKCS#8 for the secret part, SubjectPublicKeyInfo for the other.</summary>
public sealed class CaseKey
{
    private const string PrivateLabel = "PRIVATE KEY", PublicLabel = "PUBLIC KEY";
    private const long LongestFile = 1 << 16;

    private readonly Ed25519PrivateKeyParameters _secret;

    private CaseKey(Ed25519PrivateKeyParameters secret, bool isFresh)
    {
        (_secret, IsFresh) = (secret, isFresh);
        PublicKey = secret.GeneratePublicKey().GetEncoded();
    }

    /// <summary>Whether the key was made for one case and is kept nowhere.</summary>
    public bool IsFresh { get; }

    /// <summary>The public key, 32 bytes.</summary>
    public IReadOnlyList<byte> PublicKey { get; }

    /// <summary>What people compare: see <see cref="FingerprintOf"/>.</summary>
    public string Fingerprint => FingerprintOf([.. PublicKey]);

    /// <summary>A new key.</summary>
    public static CaseKey Fresh() => new(new Ed25519PrivateKeyParameters(RandomNumberGenerator.GetBytes(Ed25519PrivateKeyParameters.KeySize)), isFresh: true);

    /// <summary>Reads a key file.</summary>
    /// <exception cref="PixelShapException">It is none.</exception>
    public static CaseKey Read(string path)
    {
        (string label, byte[] der) = ReadPem(path);
        return label == PrivateLabel && Parse(path, () => PrivateKeyFactory.CreateKey(der)) is Ed25519PrivateKeyParameters secret
            ? new CaseKey(secret, isFresh: false)
            : throw NoKey(path, label.StartsWith("ENCRYPTED", StringComparison.Ordinal) ? "is locked with a password" : "holds no secret Ed25519 key");
    }

    /// <summary>Reads the public key of a file, of either half of a pair.</summary>
    /// <returns>32 bytes.</returns>
    /// <exception cref="PixelShapException">It holds none.</exception>
    public static byte[] ReadPublic(string path)
    {
        (string label, byte[] der) = ReadPem(path);
        return label == PublicLabel
            ? Parse(path, () => PublicKeyFactory.CreateKey(der)) is Ed25519PublicKeyParameters key ? key.GetEncoded() : throw NoKey(path, "holds no Ed25519 key")
            : [.. Read(path).PublicKey];
    }

    /// <summary>SHA-256 of the public key in hexadecimal, in groups of eight.</summary>
    /// <param name="publicKey">32 bytes.</param>
    public static string FingerprintOf(ReadOnlySpan<byte> publicKey) =>
        string.Join(' ', Convert.ToHexStringLower(SHA256.HashData(publicKey)).Chunk(8).Select(part => new string(part)));

    /// <summary>The public key as a PEM file.</summary>
    /// <param name="publicKey">32 bytes.</param>
    public static string PemOf(byte[] publicKey) =>
        PemEncoding.WriteString(PublicLabel, SubjectPublicKeyInfoFactory.CreateSubjectPublicKeyInfo(new Ed25519PublicKeyParameters(publicKey)).GetDerEncoded()) + "\n";

    /// <summary>Whether a signature is that of a key over a message.</summary>
    internal static bool Verifies(byte[] publicKey, byte[] message, byte[] signature)
    {
        if (publicKey.Length != Ed25519PublicKeyParameters.KeySize || signature.Length != Ed25519PrivateKeyParameters.SignatureSize)
        {
            return false;
        }

        try
        {
            var verifier = new Ed25519Signer();
            verifier.Init(forSigning: false, new Ed25519PublicKeyParameters(publicKey));
            verifier.BlockUpdate(message, 0, message.Length);
            return verifier.VerifySignature(signature);
        }
        catch (ArgumentException)
        {
            // These bytes are no point of the curve.
            return false;
        }
    }

    /// <summary>Signs a message.</summary>
    /// <returns>64 bytes.</returns>
    internal byte[] Sign(byte[] message)
    {
        var signer = new Ed25519Signer();
        signer.Init(forSigning: true, _secret);
        signer.BlockUpdate(message, 0, message.Length);
        return signer.GenerateSignature();
    }

    /// <summary>Writes the secret key to a new file that its owner alone may read, and the public one beside it.</summary>
    /// <returns>The file of the public key.</returns>
    /// <exception cref="PixelShapException">One of the files is there already, or cannot be written.</exception>
    public string Write(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string open = $"{path}.pub";
        if (new[] { path, open }.FirstOrDefault(Path.Exists) is { } there)
        {
            throw new PixelShapException(ExitCode.Usage, $"{there} is there already, and a key that is written over is lost.", "Name another file.");
        }

        // The plain form of RFC 8410, which every OpenSSL reads: without the public key behind the secret one.
        var info = new PrivateKeyInfo(new AlgorithmIdentifier(EdECObjectIdentifiers.id_Ed25519), new DerOctetString(_secret.GetEncoded()));
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using (var writer = new StreamWriter(path, options))
            {
                writer.Write(PemEncoding.WriteString(PrivateLabel, info.GetDerEncoded()) + "\n");
            }

            File.WriteAllText(open, PemOf([.. PublicKey]));
            return open;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PixelShapException(ExitCode.Usage, $"{path} cannot be written: {Cause.Of(exception)}.", "Name a file in a folder that you may write to.", exception);
        }
    }

    private static (string Label, byte[] Der) ReadPem(string path)
    {
        try
        {
            string text = RegularFile.ReadText(path, LongestFile);
            return PemEncoding.TryFind(text, out PemFields fields)
                ? (text[fields.Label], Convert.FromBase64String(text[fields.Base64Data]))
                : throw NoKey(path, "is no PEM file");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PixelShapException(ExitCode.Usage, $"The key {path} cannot be read: {Cause.Of(exception)}.", "Make one with: pixelshap case key FILE.", exception);
        }
    }

    private static T? Parse<T>(string path, Func<T> parse)
    {
        try
        {
            return parse();
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or GeneralSecurityException or InvalidCastException)
        {
            throw NoKey(path, "holds no key that can be read", exception);
        }
    }

    private static PixelShapException NoKey(string path, string why, Exception? cause = null) => new(
        ExitCode.Usage, $"The file {path} {why}.", "Make a key with: pixelshap case key FILE, or: openssl genpkey -algorithm ed25519 -out FILE.", cause);
}
