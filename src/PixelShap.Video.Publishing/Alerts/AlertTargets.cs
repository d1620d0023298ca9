using Microsoft.Extensions.Logging;
using PixelShap.Video.Runs.Configuration;
using PixelShap.Video.Runs.Ports;

namespace PixelShap.Video.Publishing.Alerts;

/// <summary>The systems that the settings of a live camera name: webhook, command and MQTT.</summary>
public sealed class AlertTargets : IAlertTargets
{
    /// <inheritdoc/>
    public IReadOnlyList<IAlertTarget> Of(LiveConfiguration configuration, string camera, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        List<IAlertTarget> targets = [];
        if (configuration.Webhook.Length > 0)
        {
            targets.Add(new WebhookTarget(Address(configuration.Webhook, "live.webhook", "http", "https"), Environment.GetEnvironmentVariable(configuration.WebhookKeyVariable)));
        }

        if (configuration.AlertCommand.Length > 0)
        {
            targets.Add(new CommandTarget(configuration.AlertCommand));
        }

        if (configuration.Mqtt.Length > 0)
        {
            targets.Add(new MqttTarget(Address(configuration.Mqtt, "live.mqtt", "mqtt", "mqtts"), configuration.MqttTopic, camera));
        }

        return targets;
    }

    private static Uri Address(string text, string setting, params string[] schemes) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && schemes.Contains(address.Scheme) && address.Host.Length > 0
            ? address
            : throw new PixelShapException(ExitCode.Usage, $"{setting} is no address.", $"Write {schemes[0]}://host:port/path, or leave it empty.");
}
