using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace PixelShap.Video.Runs.Configuration;

/// <summary>What holds for a live camera only.</summary>
public sealed record LiveConfiguration
{
    /// <summary>The watchdog.</summary>
    [Description("The watchdog: seconds without a frame after which the stream counts as stalled and is opened again. More for a camera that sends little by design.")]
    [Range(0.5, 3600.0)]
    public double StallTimeoutSeconds { get; init; } = 5;

    /// <summary>How long the first connection may take.</summary>
    [Description("Seconds in which the first frame must arrive; after that the run gives up. A stream that has been seen once is tried for ever.")]
    [Range(1.0, 86400.0)]
    public double ConnectTimeoutSeconds { get; init; } = 30;

    /// <summary>The longest pause between two attempts.</summary>
    [Description("The longest pause in seconds between two attempts to open the stream again; the pauses double from 0.5 s.")]
    [Range(0.5, 3600.0)]
    public double MaxBackoffSeconds { get; init; } = 30;

    /// <summary>Whether the camera's own stream is kept.</summary>
    [Description("Whether the camera's stream is also recorded as it comes, without drops, in segments of fragmented MP4 in the folder recording.")]
    public bool Record { get; init; }

    /// <summary>How long a segment is.</summary>
    [Description("Seconds of a recorded segment; it ends with the first keyframe after that.")]
    [Range(1.0, 86400.0)]
    public double RecordSegmentSeconds { get; init; } = 60;

    /// <summary>How long segments are kept.</summary>
    [Description("Hours for which recorded segments are kept; 0 for as long as there is room.")]
    [Range(0.0, 87600.0)]
    public double RecordKeepHours { get; init; }

    /// <summary>How much is kept.</summary>
    [Description("Gigabytes that the recorded segments of a camera may have; the oldest go first. 0 for as much as there is room for.")]
    [Range(0.0, 1000000.0)]
    public double RecordKeepGigabytes { get; init; }

    /// <summary>What must stay free.</summary>
    [Description("Gigabytes that must stay free on the disk: the oldest segments go first, and then nothing is recorded until there is room.")]
    [Range(0.0, 1000000.0)]
    public double RecordFreeGigabytes { get; init; } = 1;

    /// <summary>Which events of the drive are told at once.</summary>
    [Description("Events of the drive of at least this strength are told at once: shown on the page, sent, and kept with a clip. 1.1 for none.")]
    [Range(0.0, 1.1)]
    public double AlertStrength { get; init; } = 0.5;

    /// <summary>Which importance is told at once.</summary>
    [Description("A road user on which at least this part of an answer rests is told at once; 0 for never.")]
    [Range(0.0, 1.0)]
    public double AlertImportance { get; init; }

    /// <summary>When an answer counts as another one.</summary>
    [Description("An answer that is less alike to the one before than this (1 is the same words) is told at once; 0 for never.")]
    [Range(0.0, 1.0)]
    public double AlertAnswer { get; init; }

    /// <summary>What a clip shows of the time before.</summary>
    [Description("Seconds of a clip before its event. They are kept in memory.")]
    [Range(0.0, 300.0)]
    public double ClipBeforeSeconds { get; init; } = 10;

    /// <summary>What a clip shows of the time after.</summary>
    [Description("Seconds of a clip after its event. Both 0: no clips.")]
    [Range(0.0, 600.0)]
    public double ClipAfterSeconds { get; init; } = 10;

    /// <summary>Who is told over HTTP.</summary>
    [Description("The address that gets each event as JSON in a POST request, signed with the key in webhook_key_variable; empty for none.")]
    public string Webhook { get; init; } = "";

    /// <summary>Where the key of the signature is.</summary>
    [Description("The environment variable with the key that signs webhooks (HMAC-SHA256 in X-PixelShap-Signature). Without it they are not signed.")]
    public string WebhookKeyVariable { get; init; } = "PIXELSHAP_WEBHOOK_KEY";

    /// <summary>What is started.</summary>
    [Description("A program that is started for each event and gets its JSON on the standard input; empty for none. Arguments are not possible: name a script.")]
    public string AlertCommand { get; init; } = "";

    /// <summary>Who is told over MQTT.</summary>
    [Description("The broker that gets each event, for example mqtt://192.168.1.5:1883; mqtts for TLS. User and password: PIXELSHAP_MQTT_USER and PIXELSHAP_MQTT_PASSWORD. Empty for none.")]
    public string Mqtt { get; init; } = "";

    /// <summary>The first part of the topics.</summary>
    [Description("The first part of the MQTT topics: <topic>/<camera>/event. Home Assistant finds the cameras by itself.")]
    public string MqttTopic { get; init; } = "pixelshap";
}
