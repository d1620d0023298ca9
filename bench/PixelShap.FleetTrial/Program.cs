using System.Globalization;
using PixelShap.FleetTrial;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is ["worker", .. var rest])
{
    return await TrialWorker.RunAsync(rest);
}

// Each prints its figures in a line of its own, with the load of the machine.
var scenarios = new (string Name, Func<string[], Task> Run)[]
{
    ("short", ShortTrials.KilledAsync), ("freeze", ShortTrials.FrozenAsync), ("fence", ShortTrials.FenceAsync), ("proxy", OutageTrials.CutOffAsync),
    ("nats", OutageTrials.QueueAsync), ("postgres", OutageTrials.DatabaseAsync), ("limit", PaidTrials.LimitAsync), ("paid", PaidTrials.KilledAsync),
    ("cameras", CameraTrials.FailoverAsync), ("bulk", BulkTrials.RunAsync), ("clips", ClipTrials.RunAsync), ("s3", StorageTrials.RunAsync),
};
if (args.Length == 0 || scenarios.All(scenario => scenario.Name != args[0]))
{
    Console.Error.WriteLine($"usage: PixelShap.FleetTrial {string.Join('|', scenarios.Select(scenario => scenario.Name))} [arguments]");
    return 2;
}

await scenarios.First(scenario => scenario.Name == args[0]).Run(args[1..]);
return Figures.AllWell ? 0 : 1;
