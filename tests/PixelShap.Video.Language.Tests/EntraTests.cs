using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.Logging.Abstractions;
using PixelShap.Video.Language.Chat;
using PixelShap.Video.Language.Services;

namespace PixelShap.Video.Language.Tests;

/// <summary>Signing in with Entra ID: the SDK's own types with a credential of the test.</summary>
public sealed class EntraTests
{
    private const string Scope = "https://example.org/.default";

    [Fact]
    public async Task Every_request_carries_a_token_that_is_fetched_once_and_again_before_it_ends()
    {
        await using ChatServer server = await ChatServer.StartAsync(_ => Fault.None);
        var time = new ManualTime();
        var credential = new Credential(time) { Token = ChatServer.Key };
        await using OpenAiService service = Service(server, credential, time);
        await Task.WhenAll(Enumerable.Range(0, 5).Select(i => service.SendAsync(Request(i), CancellationToken.None)));
        Assert.Equal([Scope], credential.Fetched);

        time.Move(TimeSpan.FromMinutes(56));
        await service.SendAsync(Request(5), CancellationToken.None);
        Assert.Equal(2, credential.Fetched.Count);
        Assert.Equal(6, server.Calls.Count(call => call.Answered));
    }

    [Fact]
    public async Task A_token_that_the_service_refuses_and_repeats_is_not_in_the_message()
    {
        await using ChatServer server = await ChatServer.StartAsync(_ => Fault.None);
        var time = new ManualTime();
        await using OpenAiService service = Service(server, new Credential(time) { Token = "eyJ-not-for-you" }, time);
        var error = await Assert.ThrowsAsync<PixelShapException>(() => service.SendAsync(Request(0), CancellationToken.None));
        Assert.Contains("does not accept the signed-in identity (401)", error.Message, StringComparison.Ordinal);
        Assert.Contains("***", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("eyJ-not-for-you", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_sign_in_one_sentence_says_so_and_later_one_works()
    {
        await using ChatServer server = await ChatServer.StartAsync(_ => Fault.None);
        var time = new ManualTime();
        var credential = new Credential(time);
        await using OpenAiService service = Service(server, credential, time);
        var error = await Assert.ThrowsAsync<PixelShapException>(() => service.SendAsync(Request(0), CancellationToken.None));
        Assert.Equal(ExitCode.Usage, error.ExitCode);
        Assert.Contains("az login", error.Remedy, StringComparison.Ordinal);
        Assert.Empty(server.Calls);
        credential.Token = ChatServer.Key;
        Assert.Equal(AnswerKind.Text, (await service.SendAsync(Request(0), CancellationToken.None)).Answer.Kind);
    }

    [Fact]
    public void A_token_is_never_sent_without_encryption_or_to_OpenAI()
    {
        foreach ((string provider, string address) in (ReadOnlySpan<(string, string)>)[(Providers.OpenAi, ""), (Providers.OpenAi, "http://127.0.0.1:1/v1"), (Providers.Azure, "http://127.0.0.1:1")])
        {
            var settings = new VlmConfiguration { Provider = provider, Auth = VlmAuthentication.Entra, BaseUrl = address };
            Assert.Contains("no https address", Assert.Throws<PixelShapException>(() => Credentials.Of(settings, ".", silent: false, TimeProvider.System)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Azure_is_shown_the_token_and_no_key()
    {
        await using ChatServer server = await ChatServer.StartAsync(_ => Fault.None);
        var time = new ManualTime();
        var credentials = new EntraCredentials(new Credential(time) { Token = ChatServer.Key }, Scope, time);
        ServiceClients clients = ServiceClients.OfAzure("test", server.Endpoint, ChatServer.ApiVersion, 30, credentials);
        await using var service = Service(clients, credentials);
        Assert.Equal(AnswerKind.Text, (await service.SendAsync(Request(0), CancellationToken.None)).Answer.Kind);
        Assert.Equal([$"Authorization: Bearer {ChatServer.Key}"], server.Calls.Single().Credentials);
    }

    private static OpenAiService Service(ChatServer server, Credential credential, TimeProvider time)
    {
        var credentials = new EntraCredentials(credential, Scope, time);
        return Service(ServiceClients.OfOpenAi("test", server.BaseUrl, 30, credentials), credentials);
    }

    private static OpenAiService Service(ServiceClients clients, EntraCredentials credentials) => new(
        new OpenAiEndpoint(clients, credentials, TimeSpan.FromMinutes(5), TimeProvider.System),
        new FeltForm(new ServiceForm(), folder: null, "test", "test", TimeProvider.System, NullLogger.Instance),
        "");

    private static ChatRequest Request(int number) => new(
        System.Text.Encoding.UTF8.GetBytes($$"""{"model":"test","messages":[{"role":"user","content":[{"type":"text","text":"{{number}}"}]}]}"""), "", 1, 1);

    /// <summary>Gives a token for an hour.</summary>
    private sealed class Credential(TimeProvider time) : TokenCredential
    {
        private readonly List<string> _fetched = [];

        public string Token { get; set; } = "";

        public IReadOnlyList<string> Fetched => _fetched;

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => throw new NotSupportedException();

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            if (Token.Length == 0)
            {
                throw new CredentialUnavailableException("nobody");
            }

            lock (_fetched)
            {
                _fetched.Add(requestContext.Scopes.Single());
            }

            return ValueTask.FromResult(new AccessToken(Token, time.GetUtcNow().AddHours(1)));
        }
    }
}
