using System.Text.Json.Nodes;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using PixelShap.Video.Runs.Ports;

namespace PixelShap.Video.Publishing.Alerts;

/// <summary>
/// Sends events to an MQTT broker, at least once (QoS 1): <c>TOPIC/CAMERA/event</c>. Home Assistant is told of each camera once a connection, in the form of its MQTT discovery, and shows
/// it as a device with an event and the text of the latest.
/// </summary>
/// <param name="broker">Where.</param>
/// <param name="topic">The first part of the topics.</param>
/// <param name="camera">The name of the camera.</param>
internal sealed class MqttTarget(Uri broker, string topic, string camera) : IAlertTarget
{
    private const string UserVariable = "PIXELSHAP_MQTT_USER", PasswordVariable = "PIXELSHAP_MQTT_PASSWORD", Discovery = "homeassistant";
    private const int UsualPort = 1883, UsualTlsPort = 8883;

    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();

    public string Name => "mqtt";

    private string EventTopic => $"{topic}/{camera}/event";

    public async Task SendAsync(AlertMessage message, CancellationToken cancellationToken)
    {
        if (!_client.IsConnected)
        {
            await ConnectAsync(cancellationToken);
            foreach ((string kind, JsonObject config) in ((string, JsonObject)[])[("event", EventConfig()), ("sensor", SensorConfig())])
            {
                await PublishAsync($"{Discovery}/{kind}/pixelshap_{camera}/{kind}/config", config.ToJsonString(), retain: true, cancellationToken);
            }
        }

        JsonObject payload = JsonNode.Parse(message.Json)!.AsObject();
        payload["event_type"] = "event";
        await PublishAsync(EventTopic, payload.ToJsonString(), retain: false, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_client.IsConnected)
        {
            await _client.DisconnectAsync();
        }

        _client.Dispose();
    }

    private async Task ConnectAsync(CancellationToken cancellationToken)
    {
        bool isTls = broker.Scheme == "mqtts";
        MqttClientOptionsBuilder options = new MqttClientOptionsBuilder()
            .WithTcpServer(broker.Host, broker.Port > 0 ? broker.Port : isTls ? UsualTlsPort : UsualPort)
            .WithProtocolVersion(MqttProtocolVersion.V311)
            .WithClientId($"pixelshap-{camera}-{Environment.ProcessId}")
            .WithTlsOptions(tls => tls.UseTls(isTls));
        if (Environment.GetEnvironmentVariable(UserVariable) is { Length: > 0 } user)
        {
            options = options.WithCredentials(user, Environment.GetEnvironmentVariable(PasswordVariable) ?? "");
        }

        await _client.ConnectAsync(options.Build(), cancellationToken);
    }

    private async Task PublishAsync(string to, string payload, bool retain, CancellationToken cancellationToken)
    {
        MqttClientPublishResult result = await _client.PublishAsync(
            new MqttApplicationMessageBuilder().WithTopic(to).WithPayload(payload).WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).WithRetainFlag(retain).Build(), cancellationToken);
        if (!result.IsSuccess)
        {
            throw new InvalidOperationException($"the broker refused it: {result.ReasonCode}");
        }
    }

    private JsonObject EventConfig() => new()
    {
        ["name"] = "Event",
        ["unique_id"] = $"pixelshap_{camera}_event",
        ["state_topic"] = EventTopic,
        ["event_types"] = new JsonArray("event"),
        ["device"] = Device(),
    };

    private JsonObject SensorConfig() => new()
    {
        ["name"] = "Last event",
        ["unique_id"] = $"pixelshap_{camera}_last",
        ["state_topic"] = EventTopic,
        ["value_template"] = "{{ value_json.kind }}",
        ["json_attributes_topic"] = EventTopic,
        ["device"] = Device(),
    };

    private JsonObject Device() => new() { ["identifiers"] = new JsonArray($"pixelshap_{camera}"), ["name"] = camera, ["manufacturer"] = "PixelShap.Video" };
}
