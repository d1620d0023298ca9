using System.Text;
using System.Text.Json.Nodes;
using PixelShap.Video.Language.Failures;

namespace PixelShap.Video.Language.Chat;

/// <summary>Puts a reply together that came in pieces, as events, although nobody asked for that.</summary>
internal static class StreamedReply
{
    /// <summary>The reply as one document; null where it did not come as events.</summary>
    public static string? Whole(ReadOnlyMemory<byte> body)
    {
        ReadOnlySpan<byte> start = body.Span[..Math.Min(body.Length, 16)].TrimStart("\r\n "u8);
        if (!start.StartsWith("data:"u8) && !start.StartsWith("event:"u8) && !start.StartsWith(": "u8))
        {
            return null;
        }

        StringBuilder content = new(), reasoning = new();
        string? finish = null;
        JsonNode? usage = null;
        foreach (string data in EventStream.Events(Encoding.UTF8.GetString(body.Span)))
        {
            if (JsonNode.Parse(data) is not JsonObject piece)
            {
                continue;
            }

            if (piece["error"] is not null)
            {
                return data;
            }

            usage = piece["usage"]?.DeepClone() ?? usage;
            if (piece["choices"] is JsonArray { Count: > 0 } choices && choices[0] is JsonObject choice)
            {
                JsonNode? message = choice["delta"] ?? choice["message"];
                content.Append(TextOf(message?["content"]));
                reasoning.Append(TextOf(message?["reasoning_content"] ?? message?["reasoning"]));
                finish = TextOf(choice["finish_reason"]) is { Length: > 0 } reason ? reason : finish;
            }
        }

        var whole = new JsonObject
        {
            ["choices"] = new JsonArray(new JsonObject
            {
                ["message"] = new JsonObject { ["content"] = content.ToString(), ["reasoning_content"] = reasoning.ToString() },
                ["finish_reason"] = finish,
            }),
            ["usage"] = usage,
        };
        return whole.ToJsonString();
    }

    private static string TextOf(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : "";
}
