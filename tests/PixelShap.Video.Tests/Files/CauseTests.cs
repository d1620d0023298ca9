using System.Text.Json;
using PixelShap.Video.Files;

namespace PixelShap.Video.Tests.Files;

public sealed class CauseTests
{
    private sealed record Entry(string Name, int[] Counts);

    private sealed record Strict
    {
        public required string Title { get; init; }
    }

    public static TheoryData<string, string> Texts => new()
    {
        { "{ \"Name\": \"a\",\n hello }", "it is not valid JSON at line 2, character 2" },
        { "{ \"Name\": \"a\"", "it is not valid JSON at line 1, character 14" },
        { "{ \"Name\": 3 }", "another kind of value than expected stands at Name, at line 1, character 12" },
        { "{ \"Counts\": [1, \"two\"] }", "another kind of value than expected stands at Counts[1], at line 1, character 22" },
        { "[]", "another kind of value than expected stands at line 1, character 2" },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_wrong_JSON_text_is_told_by_its_place(string text, string expected) =>
        Assert.Equal(expected, Cause.Of(Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Entry>(text))));

    [Fact]
    public void A_missing_field_is_named() =>
        Assert.Equal("it lacks 'Title'", Cause.Of(Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Strict>("{}"))));

    [Fact]
    public void What_the_system_refuses_is_told_without_its_words()
    {
        string folder = Directory.CreateTempSubdirectory("pixelshap-").FullName;
        try
        {
            string circle = Path.Combine(folder, "circle");
            File.CreateSymbolicLink(circle, circle);
            File.WriteAllText(Path.Combine(folder, "file"), "");
            (Action Act, string Expected, string? Path)[] cases =
            [
                (() => File.OpenRead(circle), "its links lead in a circle", circle),
                (() => File.OpenRead(Path.Combine(folder, "none")), "there is no such file", Path.Combine(folder, "none")),
                (() => File.OpenRead(Path.Combine(folder, "none", "x")), "there is no such folder", Path.Combine(folder, "none", "x")),
                (() => File.OpenRead(Path.Combine(folder, new string('x', 300))), "its name is too long", Path.Combine(folder, new string('x', 300))),
                (() => Directory.Delete(folder), "the folder is not empty", folder),
                (() => Directory.CreateDirectory(Path.Combine(folder, "file")), "something of that name is there already", Path.Combine(folder, "file")),
                (() => File.OpenRead(folder), "this user has no right to it", folder),
                (() => File.WriteAllBytes("/dev/full", [1]), "the disk is full", "/dev/full"),
            ];
            foreach ((Action act, string expected, string? path) in cases)
            {
                Exception exception = Assert.ThrowsAny<Exception>(act);
                Assert.Equal((expected, path), (Cause.Of(exception), Cause.PathOf(exception)));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_connection_that_fails_is_told_by_what_is_wrong_and_not_by_a_type()
    {
        var refused = new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused (secret:80)");
        Assert.Equal("nobody listens there", Cause.OfConnection(new AggregateException(refused)));
        Assert.Equal("no reply in time", Cause.OfConnection(new TaskCanceledException()));
        Assert.Equal("it broke off", Cause.OfConnection(new IOException("x", new System.Net.Sockets.SocketException(104))));
    }

    [Theory]
    [InlineData("[ErrorCode:InvalidProtobuf] Load model from a.onnx failed:Protobuf parsing failed.", "it is no ONNX model, or it is damaged")]
    [InlineData("[ErrorCode:NotImplemented] Could not find an implementation for Frobnicate(13) node with name ''", "the operator Frobnicate is not known here")]
    [InlineData("[ErrorCode:Fail] Load model from a.onnx failed:/onnxruntime/core/graph/model.cc:181 Unsupported model IR version: 99, max supported IR version: 13", "it is written in a version of ONNX that is not known here")]
    [InlineData("[ErrorCode:InvalidArgument] Got invalid dimensions for input: images for the following indices\n index: 2 Got: 416 Expected: 640\n Please fix", "its input 'images' has 640 in a place where it was given 416")]
    [InlineData("[ErrorCode:RuntimeException] CUDA failure 100: no CUDA-capable device is detected ; GPU=-1 ; hostname=x", "no CUDA-capable device is detected")]
    [InlineData("something else", "ONNX Runtime refuses it")]
    public void ONNX_Runtime_is_translated(string message, string expected) => Assert.Equal(expected, NetworkFault.Of(message));
}
