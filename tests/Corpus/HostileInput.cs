namespace PixelShap.Corpus;

/// <summary>How the program answered an input.</summary>
internal enum Answer
{
    /// <summary>It did what was asked.</summary>
    Result,

    /// <summary>It refused with one sentence and a known exit code.</summary>
    Refusal,

    /// <summary>Anything else.</summary>
    Fault,
}

/// <summary>How an input ended.</summary>
/// <param name="Answer">The kind.</param>
/// <param name="Said">The sentence of a refusal, or what is wrong.</param>
internal sealed record Ending(Answer Answer, string Said)
{
    public static Ending Result { get; } = new(Answer.Result, "");

    public static Ending Fault(string what) => new(Answer.Fault, what);

    public static Ending Refusal(string said) => new(Answer.Refusal, said);
}

/// <summary>One input of the corpus: files, and who reads them.</summary>
/// <param name="Name">Its name within its family; the same in every run.</param>
internal abstract record HostileInput(string Name)
{
    /// <summary>What lies in the input's own folder before it is read, by name.</summary>
    public IReadOnlyList<(string Name, byte[] Bytes)> Files { get; init; } = [];

    /// <summary>Makes what is no file of bytes in the input's folder, such as pipes and links; null for nothing.</summary>
    public Action<string>? Prepare { get; init; }

    /// <summary>Lets the program read it.</summary>
    /// <param name="folder">The input's own folder, with its files.</param>
    public abstract Task<Ending> ReadAsync(string folder);

    /// <summary>Writes the files into a folder of the input's own.</summary>
    public void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach ((string name, byte[] bytes) in Files)
        {
            string path = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, bytes);
        }

        Prepare?.Invoke(folder);
    }
}

/// <summary>An input that a command gets. <c>@</c> at the beginning of an argument, or after a <c>=</c>, stands for the input's folder.</summary>
internal sealed record CommandInput(string Name, params string[] Arguments) : HostileInput(Name)
{
    /// <summary>Whether the input itself says where more is to be kept.</summary>
    public bool KeepsMore { get; init; }

    public override Task<Ending> ReadAsync(string folder) => CommandCall.RunAsync(
        [.. Arguments.Select(argument => argument.StartsWith('@') ? folder + argument[1..] : argument.Replace("=@", "=" + folder, StringComparison.Ordinal))], folder, Files, KeepsMore);
}

/// <summary>An input that a reader gets in this process. What it throws as a <see cref="Video.PixelShapException"/>, or as one of its own kind of errors, is a refusal.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Read">Reads.</param>
/// <param name="Refusals">The exceptions by which the reader tells its callers that it will not read, besides the program's own.</param>
internal sealed record ReaderInput(string Name, Func<string, Task> Read, params Type[] Refusals) : HostileInput(Name)
{
    public override async Task<Ending> ReadAsync(string folder)
    {
        try
        {
            await Read(folder);
            return Ending.Result;
        }
        catch (Exception exception) when (exception is Video.PixelShapException || Refusals.Any(kind => kind.IsInstanceOfType(exception)))
        {
            return Ending.Refusal(exception.Message);
        }
        catch (Exception exception)
        {
            return Ending.Fault(exception.ToString());
        }
    }
}
