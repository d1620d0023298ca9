using PixelShap.Video.Fleet.Jobs;
using PixelShap.Video.Fleet.Journals;
using PixelShap.Video.Fleet.Storage;
using PixelShap.Video.Runs.Journal;

namespace PixelShap.Video.Fleet.Tests;

[Collection(Servers.Name)]
public sealed class JournalShippingTests(FleetFixture fixture) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fleet-journals-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [ServersFact]
    public async Task A_successor_goes_on_from_what_was_registered_and_a_zombie_adds_nothing()
    {
        await using Fleet fleet = await fixture.MakeAsync();
        using IFleetFiles files = FleetStorage.Open(Directory.CreateDirectory(Path.Combine(_folder, "storage")).FullName);
        RunOrder order = Fleet.Order("clip");
        await fleet.Ledger.SubmitAsync([order], CancellationToken.None);
        RunLease first = (await fleet.Table.ClaimAsync(order.Id, "first", TimeSpan.FromMilliseconds(1), 3, CancellationToken.None)).Lease!;
        string journal = Path.Combine(_folder, "first.psj");
        var shipping = new JournalShipping(fleet.Table, files, first, journal);
        using (JournalWriter writer = JournalWriter.Create(journal))
        {
            await shipping.ShipAsync(CancellationToken.None);
            Append(writer, 0, 40);
            await shipping.ShipAsync(CancellationToken.None);
            Append(writer, 40, 60);
            await shipping.ShipAsync(CancellationToken.None);
            Append(writer, 60, 80);
        }

        // Half a record, as a killed process leaves it.
        await File.AppendAllBytesAsync(journal, [1, 2, 3]);
        await Task.Delay(20);
        RunLease second = (await fleet.Table.ClaimAsync(order.Id, "second", TimeSpan.FromSeconds(30), 3, CancellationToken.None)).Lease!;
        await Assert.ThrowsAsync<StaleEpochException>(() => shipping.ShipAsync(CancellationToken.None));

        string restored = Path.Combine(_folder, "second.psj");
        var its = new JournalShipping(fleet.Table, files, second, restored);
        await its.RestoreAsync(CancellationToken.None);
        Assert.Equal(Enumerable.Range(0, 60), Keys(restored));
        using (JournalWriter writer = JournalWriter.Continue(restored, new FileInfo(restored).Length))
        {
            Append(writer, 60, 70);
        }

        await its.ShipAsync(CancellationToken.None);
        string third = Path.Combine(_folder, "third.psj");
        await new JournalShipping(fleet.Table, files, second, third).RestoreAsync(CancellationToken.None);
        Assert.Equal(await File.ReadAllBytesAsync(restored), await File.ReadAllBytesAsync(third));

        // A segment that is damaged ends the prefix: what follows is found out again.
        string last = await fleet.OneAsync<string>("SELECT name FROM segments ORDER BY begins DESC LIMIT 1");
        await files.StoreAsync(last, new MemoryStream([9, 9]), CancellationToken.None);
        await new JournalShipping(fleet.Table, files, second, third).RestoreAsync(CancellationToken.None);
        Assert.Equal(Enumerable.Range(0, 60), Keys(third));
    }

    private static void Append(JournalWriter writer, int from, int to)
    {
        for (int number = from; number < to; number++)
        {
            writer.Append(new JournalAnswer($"{number}", new string('x', number)));
        }
    }

    private static IEnumerable<int> Keys(string journal) =>
        new JournalReader(journal).Read().OfType<JournalAnswer>().Select(answer => int.Parse(answer.Key, System.Globalization.CultureInfo.InvariantCulture));
}
