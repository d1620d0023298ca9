namespace PixelShap.Corpus;

/// <summary>A sample of the corpus; <c>make corpus</c> reads all of it.</summary>
public sealed class CorpusTests
{
    // A prime: what every eighth kind of damage is done to would be the same kind again.
    private const int OneIn = 29;

    [Fact]
    public async Task Every_input_of_the_sample_ends_in_a_result_or_one_sentence()
    {
        string folder = Directory.CreateTempSubdirectory("pixelshap-corpus-").FullName;
        try
        {
            CorpusRun run = await CorpusRun.ExecuteAsync(folder, OneIn, [], (_, _) => { });
            Assert.Equal([], run.Faults.Select(fault => $"{fault.Input}: {fault.Line.Said}"));
            Assert.InRange(run.Lines.Count(line => line.Line.Answer is Answer.Refusal), 20, run.Lines.Count - 10);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void The_inputs_are_the_same_in_every_run() => Assert.Equal(
        Enumerable.Range(0, 64).Select(seed => Mutation.Text(Seeds.Masks, seed)), Enumerable.Range(0, 64).Select(seed => Mutation.Text(Seeds.Masks, seed)));
}
