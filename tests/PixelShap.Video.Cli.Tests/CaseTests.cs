using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using PixelShap.Video.Publishing.Cases;
using ClipMaker = PixelShap.Video.Media.Tests.Clips;

namespace PixelShap.Video.Cli.Tests;

/// <summary>A case is sound as it was made, and shows every change.</summary>
public sealed class CaseTests(RecordedClip recorded) : IClassFixture<RecordedClip>
{
    private const int Trials = 200;

    [Fact]
    public async Task A_fresh_case_is_sound_and_says_what_it_holds_and_who_says_when()
    {
        string file = await MakeAsync("fresh", "--by", "Ada", "--with-clip");

        CaseVerdict verdict = CaseVerifier.Verify(file, null, default);

        Assert.Empty(verdict.Findings);
        Assert.True(verdict.IsSound);
        CaseManifest manifest = verdict.Manifest!;
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(recorded.Clip))), manifest.Source.Sha256);
        Assert.Equal("Ada", manifest.By);
        Assert.Subset(
            manifest.Files.Select(entry => entry.Path).ToHashSet(),
            new HashSet<string> { "run/journal.psj", "run/marks.jsonl", "answers/answers.jsonl", "answers/attributions.jsonl", "report/report.html", "source/drive.mp4", "public-key.pem" });
        Assert.Equal([("Grace", "2026-11-29T10:00:00Z"), (null, null)], manifest.Reviews.Select(review => (review.By, review.At)));
        Assert.Contains("Line 2 of run/marks.jsonl does not say who wrote it.", manifest.Notes);
        Assert.All(manifest.Times, time => Assert.NotEmpty(time.Origin));
        Assert.Contains(manifest.Times, time => time.What == "Grace marked line 1 of run/marks.jsonl");
        Assert.Equal(0, await CommandLine.RunAsync(["case", "verify", file, "--clip", recorded.Clip]));
        Assert.Equal(1, await CommandLine.RunAsync(["case", "verify", file, "--clip", file]));
    }

    /// <summary>What other programs make of it: any ZIP reader opens it, and OpenSSL finds the signature good.</summary>
    [Fact]
    public async Task Any_zip_reader_opens_a_case_and_openssl_agrees_with_its_signature()
    {
        string file = await MakeAsync("others", "--key", await KeyAsync("others.key")), folder = recorded.PathOf("others-out");
        await ZipFile.ExtractToDirectoryAsync(file, folder);

        Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(recorded.PathOf("run-others"), "journal.psj")), await File.ReadAllBytesAsync(Path.Combine(folder, "run/journal.psj")));
        string said = ClipMaker.Run(
            "openssl", "pkeyutl", "-verify", "-pubin", "-inkey", Path.Combine(folder, "public-key.pem"), "-rawin", "-in", Path.Combine(folder, "manifest.json"), "-sigfile", Path.Combine(folder, "manifest.sig"));
        Assert.Contains("Verified Successfully", said, StringComparison.Ordinal);
        Assert.Equal(await File.ReadAllTextAsync(recorded.PathOf("others.key.pub")), ClipMaker.Run("openssl", "pkey", "-in", recorded.PathOf("others.key"), "-pubout"));
    }

    [Fact]
    public async Task Every_single_changed_byte_is_found_and_named()
    {
        byte[] good = await File.ReadAllBytesAsync(await MakeAsync("bytes"));
        CasePlace[] places = [.. Places(good)];
        string changed = recorded.PathOf("bytes-changed.zip");
        var random = new Random(1);
        for (int i = 0; i < Trials; i++)
        {
            // Half of them in what is between the contents, which a look at hashes alone would miss.
            CasePlace[] between = [.. places.Where(place => place.Name != "run/journal.psj")];
            CasePlace place = i % 2 == 0 ? between[random.Next(between.Length)] : places[random.Next(places.Length)];
            long at = place.Offset + random.NextInt64(place.Length);
            byte[] bad = [.. good];
            bad[at] ^= (byte)(1 + random.Next(255));
            await File.WriteAllBytesAsync(changed, bad);

            CaseVerdict verdict = CaseVerifier.Verify(changed, null, default);

            Assert.False(verdict.IsSound);
            Assert.True(
                verdict.Findings.Any(finding => finding.Contains(place.Name, StringComparison.Ordinal)),
                $"Byte {at} of {place.Name}: {string.Join(" | ", verdict.Findings)}");
        }

        // Every byte of the directory at the end and of the first headers, one by one.
        foreach (long at in Enumerable.Range(good.Length - 300, 300).Select(at => (long)at).Concat(Enumerable.Range(0, 60).Select(at => (long)at)))
        {
            byte[] bad = [.. good];
            bad[at] ^= 1;
            await File.WriteAllBytesAsync(changed, bad);
            Assert.False(CaseVerifier.Verify(changed, null, default).IsSound, $"Byte {at} may be changed.");
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Every_removal_addition_and_swap_is_found_and_named(bool rezipped)
    {
        byte[] good = await File.ReadAllBytesAsync(await MakeAsync($"entries-{rezipped}"));
        (string Name, byte[] Content)[] entries = Entries(good);
        string changed = recorded.PathOf($"entries-{rezipped}-changed.zip");
        var random = new Random(2);
        for (int i = 0; i < Trials; i++)
        {
            // The manifest and its signature stay, else nobody could say what is missing.
            int one = random.Next(2, entries.Length), other = 2 + ((one - 2 + random.Next(1, entries.Length - 2)) % (entries.Length - 2));
            (string removed, string second) = (entries[one].Name, entries[other].Name);
            Check([.. entries.Where((_, at) => at != one)], $"{removed} is gone");
            string added = $"run/new-{i}.txt";
            Check([.. entries[..one], (added, RandomNumberGenerator.GetBytes(random.Next(2000))), .. entries[one..]], $"{added} was added");
            (string Name, byte[] Content)[] swapped = [.. entries];
            (swapped[one].Content, swapped[other].Content) = (swapped[other].Content, swapped[one].Content);
            Check(swapped, $"{removed} ", $"{second} ", "holds what belongs in");
            (string Name, byte[] Content)[] moved = [.. entries];
            (moved[one], moved[other]) = (moved[other], moved[one]);
            Check(moved, "The order was changed");
        }

        void Check((string Name, byte[] Content)[] all, params string[] told)
        {
            File.WriteAllBytes(changed, rezipped ? Rezip(all) : Canonical(all));
            CaseVerdict verdict = CaseVerifier.Verify(changed, null, default);
            Assert.False(verdict.IsSound);
            string findings = string.Join(" | ", verdict.Findings);
            Assert.All(told, text => Assert.True(findings.Contains(text, StringComparison.OrdinalIgnoreCase), $"'{text}' is not in: {findings}"));
        }
    }

    [Fact]
    public async Task Bytes_before_behind_and_cut_off_are_found()
    {
        byte[] good = await File.ReadAllBytesAsync(await MakeAsync("ends"));
        string changed = recorded.PathOf("ends-changed.zip");
        byte[] commented = [.. good, .. "hello"u8];
        BinaryPrimitives.WriteUInt16LittleEndian(commented.AsSpan(good.Length - 2), 5);
        foreach (byte[] bad in (byte[][])[[.. good, 0], commented, [0, .. good], good[..^1], good[..(good.Length / 2)], good[..40], Rezip(Entries(good))])
        {
            await File.WriteAllBytesAsync(changed, bad);
            CaseVerdict verdict = CaseVerifier.Verify(changed, null, default);
            Assert.False(verdict.IsSound);
            Assert.NotEmpty(verdict.Findings);
        }
    }

    /// <summary>Whoever signs again with a key of their own makes a sound case: only the key tells.</summary>
    [Fact]
    public async Task A_case_that_somebody_else_signed_is_refused_where_the_key_is_known()
    {
        string key = await KeyAsync("mine.key"), file = await MakeAsync("keyed", "--key", key), fake = await MakeAsync("faked");

        Assert.Equal(0, await CommandLine.RunAsync(["case", "verify", file, "--key", key + ".pub"]));
        Assert.Equal(0, await CommandLine.RunAsync(["case", "verify", fake]));
        Assert.Equal(1, await CommandLine.RunAsync(["case", "verify", fake, "--key", key + ".pub"]));

        // The manifest of the other: what it says is signed by another than the one that it names.
        (string Name, byte[] Content)[] entries = Entries(await File.ReadAllBytesAsync(file));
        var manifest = (JsonObject)JsonNode.Parse(entries[0].Content)!;
        manifest["public_key"] = Convert.ToBase64String([.. CaseKey.Fresh().PublicKey]);
        entries[0].Content = JsonSerializer.SerializeToUtf8Bytes(manifest);
        await File.WriteAllBytesAsync(fake, Canonical(entries));
        Assert.False(CaseVerifier.Verify(fake, null, default).IsSound);
    }

    [Fact]
    public async Task A_mark_says_who_when_and_what()
    {
        string run = recorded.Run("marked"), file = recorded.PathOf("marked.zip");
        DateTimeOffset before = DateTimeOffset.UtcNow;
        Assert.Equal(0, await CommandLine.RunAsync(["case", "mark", run, "--by", "Ada", "--at", "0:01.5", "--track", "1", "--verdict", "wrong"]));
        Assert.Equal(2, await CommandLine.RunAsync(["case", "mark", run, "--by", "Ada"]));
        Assert.Equal(0, await CommandLine.RunAsync(["case", run, "--out", file]));

        CaseReview review = Assert.Single(CaseVerifier.Verify(file, null, default).Manifest!.Reviews);
        Assert.Equal(("run/marks.jsonl", 1, "Ada"), (review.File, review.Line, review.By));
        Assert.InRange(DateTimeOffset.Parse(review.At!, CultureInfo.InvariantCulture), before, DateTimeOffset.UtcNow);
        var mark = (JsonObject)JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(run, "marks.jsonl")))!;
        Assert.Equal((1.5, 1, "wrong"), ((double)mark["t"]!, (int)mark["track"]!, (string?)mark["verdict"]));
    }

    [Theory]
    [InlineData(2, "case", "RUN")]
    [InlineData(2, "case", "RUN", "--out", "CASE", "--key", "CLIP")]
    [InlineData(2, "case", "RUN", "--out", "RUN/journal.psj")]
    [InlineData(3, "case", "nowhere", "--out", "CASE")]
    [InlineData(3, "case", "verify", "nowhere.zip")]
    [InlineData(1, "case", "verify", "CLIP")]
    [InlineData(2, "case", "verify", "CLIP", "--key", "nowhere.pub")]
    public async Task What_makes_no_case_is_refused(int code, params string[] arguments)
    {
        string run = recorded.Run($"refused-{Guid.NewGuid():N}");
        Assert.Equal(code, await CommandLine.RunAsync([.. arguments.Select(argument =>
            argument.Replace("RUN", run, StringComparison.Ordinal).Replace("CASE", recorded.PathOf("refused.zip"), StringComparison.Ordinal).Replace("CLIP", recorded.Clip, StringComparison.Ordinal))]));
        Assert.False(File.Exists(recorded.PathOf("refused.zip")));
    }

    [Fact]
    public async Task A_key_is_for_its_owner_alone_and_is_never_written_over()
    {
        string key = await KeyAsync("owner.key");
        Assert.Equal("600", ClipMaker.Run("stat", "-c", "%a", key).Trim());
        string before = await File.ReadAllTextAsync(key);
        Assert.Equal(2, await CommandLine.RunAsync(["case", "key", key]));
        Assert.Equal(before, await File.ReadAllTextAsync(key));
    }

    private async Task<string> KeyAsync(string name)
    {
        string path = recorded.PathOf(name);
        Assert.Equal(0, await CommandLine.RunAsync(["case", "key", path]));
        return path;
    }

    private async Task<string> MakeAsync(string name, params string[] options)
    {
        string run = recorded.Run($"run-{name}"), file = recorded.PathOf($"{name}.zip");
        await File.WriteAllTextAsync(Path.Combine(run, "marks.jsonl"), "{\"by\":\"Grace\",\"at\":\"2026-11-29T10:00:00Z\",\"t\":1.5,\"verdict\":\"wrong\"}\n{\"t\":2}\n");
        await File.WriteAllTextAsync(Path.Combine(run, "notes.txt"), "Seen.");
        if (!options.Contains("--with-clip"))
        {
            await File.WriteAllTextAsync(Path.Combine(run, "report.html"), "<!doctype html>");
        }

        Assert.Equal(0, await CommandLine.RunAsync(["case", run, "--out", file, .. options]));
        return file;
    }

    private static (string Name, byte[] Content)[] Entries(byte[] zip)
    {
        using var archive = new ZipArchive(new MemoryStream(zip));
        return [.. archive.Entries.Select(entry =>
        {
            using Stream stream = entry.Open();
            var bytes = new byte[entry.Length];
            stream.ReadExactly(bytes);
            return (entry.FullName, bytes);
        })];
    }

    private static byte[] Rezip((string Name, byte[] Content)[] entries)
    {
        var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in entries)
            {
                using Stream entry = archive.CreateEntry(name).Open();
                entry.Write(content);
            }
        }

        return stream.ToArray();
    }

    /// <summary>Written as the program itself would write it.</summary>
    private static byte[] Canonical((string Name, byte[] Content)[] entries)
    {
        var stream = new MemoryStream();
        int next = 0;
        foreach (CasePiece piece in CaseLayout.Pieces([.. entries.Select(entry => CasePart.Measure(entry.Name, new MemoryStream(entry.Content), long.MaxValue, null, default).Head)]))
        {
            stream.Write(piece.Expected ?? entries[next++].Content);
        }

        return stream.ToArray();
    }

    private static IEnumerable<CasePlace> Places(byte[] zip) =>
        CaseLayout.Pieces([.. Entries(zip).Select(entry => CasePart.Measure(entry.Name, new MemoryStream(entry.Content), long.MaxValue, null, default).Head)])
            .Where(piece => piece.Length > 0).Select(piece => new CasePlace(piece.Name.Length > 0 ? piece.Name : piece.What, piece.Offset, piece.Length));

    private readonly record struct CasePlace(string Name, long Offset, long Length);
}
