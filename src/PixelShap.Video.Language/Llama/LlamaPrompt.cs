using System.Text;
using LLama;
using LLama.Native;

namespace PixelShap.Video.Language.Llama;

/// <summary>Writes questions in the chat template of a model, by llama.cpp's own function. Not thread-safe.</summary>
internal sealed class LlamaPrompt
{
    private const string Auto = "auto";
    private const string TemplateKey = "tokenizer.chat_template";

    private readonly Func<LLamaTemplate> _template;
    private readonly string _marker;
    private readonly string[] _marks;

    /// <summary>Takes the template of a model, or another one.</summary>
    /// <param name="model">The model.</param>
    /// <param name="name">The model for people.</param>
    /// <param name="chatTemplate">What <c>vlm.chat_template</c> says.</param>
    /// <exception cref="PixelShapException">There is no template, or llama.cpp does not know it.</exception>
    public LlamaPrompt(LLamaWeights model, string name, string chatTemplate)
    {
        if (chatTemplate == Auto && !model.Metadata.ContainsKey(TemplateKey))
        {
            throw Refusal($"{name} holds no chat template", null);
        }

        _template = chatTemplate == Auto ? () => new LLamaTemplate(model) : () => new LLamaTemplate(chatTemplate);
        _marker = NativeApi.MtmdDefaultMarker() ?? throw new InvalidOperationException("llama.cpp names no marker for pictures.");
        _marks = [_marker, .. MarksOf(model.Vocab)];
        try
        {
            Write("", "", 0);
        }
        catch (Exception exception) when (exception is not PixelShapException)
        {
            throw Refusal(chatTemplate == Auto ? $"llama.cpp does not know the chat template of {name}" : $"vlm.chat_template is '{chatTemplate}', which llama.cpp does not know", exception);
        }
    }

    /// <summary>Writes a question.</summary>
    /// <param name="system">The system prompt; empty for none.</param>
    /// <param name="question">The question.</param>
    /// <param name="images">How many images stand before it.</param>
    public string Write(string system, string question, int images)
    {
        LLamaTemplate template = _template();
        template.AddAssistant = true;
        if (system.Length > 0)
        {
            template.Add("system", Plain(system));
        }

        template.Add("user", string.Concat(Enumerable.Repeat(_marker + "\n", images)) + Plain(question));
        return Encoding.UTF8.GetString(template.Apply());
    }

    /// <summary>A text in which nothing is taken for a token of the template or for a picture.</summary>
    private string Plain(string text)
    {
        foreach (string mark in _marks.Where(mark => text.Contains(mark, StringComparison.Ordinal)))
        {
            text = text.Replace(mark, $"{mark[0]} {mark[1..]}", StringComparison.Ordinal);
        }

        return text;
    }

    /// <summary>The tokens that are no text, such as <c>&lt;|im_end|&gt;</c>, as they are written.</summary>
    private static IEnumerable<string> MarksOf(SafeLlamaModelHandle.Vocabulary vocabulary)
    {
        for (int i = 0; i < vocabulary.Count; i++)
        {
            LLamaToken token = i;
            if ((token.GetAttributes(vocabulary) & (LLamaTokenAttr.Control | LLamaTokenAttr.UserDefined)) != LLamaTokenAttr.Undefined
                && vocabulary.LLamaTokenToString(token, true) is ['<', _, .., '>'] or ['[', _, .., ']'])
            {
                yield return vocabulary.LLamaTokenToString(token, true)!;
            }
        }
    }

    private static PixelShapException Refusal(string reason, Exception? cause) => new(
        ExitCode.Usage, $"{reason}, so that it cannot be asked.", "Set vlm.chat_template to the name of a template of llama.cpp, such as vicuna for LLaVA-1.5, chatml or gemma.", cause);
}
