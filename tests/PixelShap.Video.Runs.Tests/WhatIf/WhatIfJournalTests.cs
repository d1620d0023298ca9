using PixelShap.Video.Language;
using PixelShap.Video.Runs.Results;
using PixelShap.Video.Runs.Tests.Results;
using PixelShap.Video.Runs.WhatIf;

namespace PixelShap.Video.Runs.Tests.WhatIf;

/// <summary>What was asked of a run is kept, whatever happens.</summary>
public sealed class WhatIfJournalTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pixelshap-whatif-").FullName;

    public WhatIfJournalTests() => WrittenRun.Write(_folder, "drive.mp4", (10, 0.5));

    [Fact]
    public void What_a_killed_process_left_unfinished_is_cut_off_and_the_rest_stays()
    {
        RunDirectory directory = RunDirectory.ForReading(_folder);
        WhatIfJournal.Open(directory).Add("key", new Answer("a \"car\"\nahead") { Reasoning = "hm", IsCut = true });
        WhatIfJournal.Open(directory).Add(Asked(requests: 2, cost: 0.5));
        File.AppendAllText(Path.Combine(_folder, WhatIfJournal.Name), "{\"kind\":\"answer\",\"key\":\"torn\",\"text\":\"x\",\"answer_kind\":\"text\"}");
        WhatIfJournal.Open(directory).Add("other", Answer.None(AnswerKind.Refused, "it did not want to"));
        WhatIfJournal again = WhatIfJournal.Open(directory);
        Assert.Equal(new Answer("a \"car\"\nahead") { Reasoning = "hm", IsCut = true }, again.AnswerTo("key"));
        Assert.Null(again.AnswerTo("torn"));
        Assert.Equal((AnswerKind.Refused, "it did not want to"), (again.AnswerTo("other")!.Kind, again.AnswerTo("other")!.Reason));
        Assert.Equal("Who?", (string?)Assert.Single(again.Asked)["prompt"]);
    }

    [Fact]
    public void The_budget_holds_for_all_that_is_asked_of_a_run()
    {
        var journal = WhatIfJournal.Open(RunDirectory.ForReading(_folder));
        journal.Add(Asked(requests: 2, cost: 0.5));
        journal.Add(Asked(requests: 3, cost: 0.25));
        VlmBudget left = WhatIfAsker.Left(new VlmBudget { MaxCalls = 6, MaxCost = 1 }, journal);
        Assert.Equal((1, 0, 0.25), (left.MaxCalls, left.MaxTokens, left.MaxCost));
        Assert.Equal(ExitCode.Limit, Assert.Throws<PixelShapException>(() => WhatIfAsker.Left(new VlmBudget { MaxCalls = 5 }, journal)).ExitCode);
        Assert.Equal(ExitCode.Limit, Assert.Throws<PixelShapException>(() => WhatIfAsker.Left(new VlmBudget { MaxTokens = 50 }, journal)).ExitCode);
        Assert.Equal(new VlmBudget(), WhatIfAsker.Left(new VlmBudget(), journal));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static WhatIfAnswer Asked(long requests, double cost) => new()
    {
        At = DateTimeOffset.UnixEpoch,
        Frame = 10,
        Seconds = 1,
        PromptName = "default",
        Prompt = "Who?",
        Visible = 0,
        Hidden = [new WhatIfPlayer([1], "car")],
        Model = "test",
        Baseline = "a car",
        Whole = "a car",
        Answer = "nobody",
        Value = 0.25,
        Known = 0,
        Cached = 0,
        New = 2,
        Usage = new ModelUsage
        {
            Requests = requests,
            Retries = 0,
            Answers = requests,
            CacheHits = 0,
            Unanswered = 0,
            InputTokens = 20,
            OutputTokens = 5,
            Cost = cost,
            Currency = "USD",
            LatencyP50 = 1,
            LatencyP90 = 1,
            LatencyP99 = 1,
        },
    };
}
