using Microsoft.Extensions.Logging.Abstractions;
using PixelShap.Masking;
using PixelShap.Video.Fleet.Sharing;
using PixelShap.Video.Language;
using PixelShap.Video.Language.Tests;

namespace PixelShap.Video.Fleet.Tests;

[Collection(Servers.Name)]
public sealed class SharingTests(FleetFixture fixture)
{
    private const string Service = "http://service/v1";

    [ServersFact]
    public async Task Requests_of_all_workers_are_spaced_evenly()
    {
        await using Fleet fleet = await fixture.MakeAsync();
        var limits = new DatabaseLimits(fleet.Database);
        await limits.SetAsync(Service, requestsPerMinute: 60, tokensPerMinute: 600, money: null, CancellationToken.None);
        double[] waits = [.. (await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => limits.SpendAsync(Service, 5, 0, CancellationToken.None)))).Select(wait => wait.TotalSeconds).Order()];
        for (int i = 0; i < waits.Length; i++)
        {
            // Later ones ask a little later and wait that much less.
            Assert.InRange(waits[i], Math.Max(0, i - 0.9), i + 0.001);
        }

        // Twenty times as many tokens take the places of twenty: two seconds instead of one.
        await limits.SpendAsync(Service, 100, 0, CancellationToken.None);
        Assert.InRange((await limits.SpendAsync(Service, 5, 0, CancellationToken.None)).TotalSeconds, 14, 15.1);
        Assert.Equal(TimeSpan.Zero, await limits.SpendAsync("http://another", 5, 0, CancellationToken.None));
    }

    [ServersFact]
    public async Task Money_is_set_aside_before_it_is_spent()
    {
        await using Fleet fleet = await fixture.MakeAsync();
        var limits = new DatabaseLimits(fleet.Database);
        await limits.SetAsync(Service, null, null, money: 1, CancellationToken.None);
        await limits.SpendAsync(Service, 1, 0.6, CancellationToken.None);
        Assert.Equal(ExitCode.Limit, (await Assert.ThrowsAsync<PixelShapException>(() => limits.SpendAsync(Service, 1, 0.6, CancellationToken.None))).ExitCode);
        await limits.SettleAsync(Service, 0.6, 0.1);
        await limits.SpendAsync(Service, 1, 0.6, CancellationToken.None);
        Assert.Equal(0.7, Assert.Single(await limits.ListAsync(CancellationToken.None)).Spent, 6);
    }

    [ServersFact]
    public async Task What_one_worker_has_paid_for_no_other_pays_for()
    {
        await using Fleet fleet = await fixture.MakeAsync();
        await using ChatServer service = await ChatServer.StartAsync(_ => Fault.None);
        var shared = new SharedService(new DatabaseAnswers(fleet.Database), new DatabaseLimits(fleet.Database));
        await new DatabaseLimits(fleet.Database).SetAsync(service.BaseUrl, 6000, null, null, CancellationToken.None);
        Environment.SetEnvironmentVariable("FLEET_TEST_KEY", ChatServer.Key);
        List<string> answers = await Sequence(2);
        Assert.Equal(answers[0], answers[1]);
        Assert.Single(service.Calls);
        Assert.Equal(1, Assert.Single(await new DatabaseLimits(fleet.Database).ListAsync(CancellationToken.None)).Requests);

        async Task<List<string>> Sequence(int workers)
        {
            List<string> texts = [];
            for (int worker = 0; worker < workers; worker++)
            {
                // Each has a cache of its own on its own disk.
                string cache = Directory.CreateTempSubdirectory("fleet-cache-").FullName;
                await using IVisionLanguageModel model = LanguageModels.Create(new ProviderParts
                {
                    Configuration = new VlmConfiguration
                    {
                        Provider = Providers.OpenAi, BaseUrl = service.BaseUrl, Model = "m", Preflight = false, ApiKeyVariable = "FLEET_TEST_KEY", Cache = new VlmCache { Directory = cache },
                    },
                    Seed = 1,
                    Codec = new PlainCodec(),
                    BaseDirectory = ".",
                    Logger = NullLogger.Instance,
                    Shared = shared,
                });
                texts.Add((await model.AskAsync(new Question(new BgrImage(new byte[27], 3, 3, 9), "Who?"), CancellationToken.None)).Text);
                Assert.NotEmpty(Directory.EnumerateFiles(cache, "*.json", SearchOption.AllDirectories));
                Directory.Delete(cache, recursive: true);
            }

            return texts;
        }
    }
}
