using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace PixelShap.Video.Web;

/// <summary>What requests are answered with.</summary>
internal static class Answers
{
    /// <summary>JSON.</summary>
    public static IResult Json(JsonNode node, int status = StatusCodes.Status200OK) => Results.Text(node.ToJsonString(), "application/json", Encoding.UTF8, status);

    /// <summary>A picture.</summary>
    public static IResult Jpeg(byte[]? jpeg) => jpeg is null ? Results.NotFound() : Results.Bytes(jpeg, "image/jpeg");

    /// <summary>There is no such run.</summary>
    public static IResult NoRun() => Json(new JsonObject { ["error"] = "There is no such run here, or no such picture of it.", ["remedy"] = "Open the list of runs again." }, StatusCodes.Status404NotFound);

    /// <summary>The sentence and the remedy that the terminal would show: as JSON for a script, as a page for a person.</summary>
    public static IResult Error(HttpContext context, PixelShapException exception)
    {
        int status = exception.ExitCode switch
        {
            ExitCode.Usage => StatusCodes.Status400BadRequest,
            ExitCode.Input => StatusCodes.Status422UnprocessableEntity,
            ExitCode.Limit => StatusCodes.Status429TooManyRequests,
            _ => StatusCodes.Status502BadGateway,
        };
        return HttpMethods.IsGet(context.Request.Method) && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal)
            ? Results.Text(
                $"<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>pixelshap</title>"
                + $"<link rel=\"icon\" href=\"data:,\"><link rel=\"stylesheet\" href=\"/assets/report.css\"><link rel=\"stylesheet\" href=\"/assets/workbench.css\"></head><body><main class=\"sorry\">"
                + $"<h1>{WebUtility.HtmlEncode(exception.Message)}</h1><p class=\"lead\">{WebUtility.HtmlEncode(exception.Remedy)}</p><p><a class=\"action\" href=\"/\">All runs</a></p></main></body></html>",
                "text/html", Encoding.UTF8, status)
            : Json(new JsonObject { ["error"] = exception.Message, ["remedy"] = exception.Remedy }, status);
    }
}
