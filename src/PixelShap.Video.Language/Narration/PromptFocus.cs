using System.Text.RegularExpressions;

namespace PixelShap.Video.Language.Narration;

/// <summary>What a prompt asks about, read from its words.</summary>
/// <param name="Topic">The kind of question.</param>
/// <param name="People">Asks for pedestrians, cyclists or other vulnerable road users.</param>
/// <param name="Vehicles">Asks for vehicles.</param>
/// <param name="Signals">Asks for traffic lights or signs.</param>
/// <param name="Side">Asks about one side; null for all.</param>
/// <param name="Large">Asks for something large.</param>
/// <param name="Noun">The one class of vehicle that is named; null for any.</param>
internal sealed partial record PromptFocus(Topic Topic, bool People, bool Vehicles, bool Signals, Side? Side, bool Large, string? Noun)
{
    /// <summary>Whether the prompt names no kind of road user, so that all matter.</summary>
    public bool IsGeneral => !People && !Vehicles && !Signals;

    public static PromptFocus Of(string prompt)
    {
        bool left = LeftPattern().IsMatch(prompt), right = RightPattern().IsMatch(prompt), ahead = AheadPattern().IsMatch(prompt);
        return new PromptFocus(
            TopicOf(prompt),
            PeoplePattern().IsMatch(prompt),
            VehiclePattern().IsMatch(prompt),
            SignalPattern().IsMatch(prompt),
            (left, right, ahead) switch
            {
                (true, false, false) => Narration.Side.Left,
                (false, true, false) => Narration.Side.Right,
                (false, false, true) => Narration.Side.Ahead,
                _ => null,
            },
            LargePattern().IsMatch(prompt),
            NounPattern().Match(prompt) is { Success: true } noun ? noun.Value.ToLowerInvariant() : null);
    }

    /// <summary>The narrower question goes first.</summary>
    private static Topic TopicOf(string prompt) =>
        CountPattern().IsMatch(prompt) ? Topic.Count
        : LightPattern().IsMatch(prompt) ? Topic.Light
        : SignPattern().IsMatch(prompt) ? Topic.Sign
        : ViewPattern().IsMatch(prompt) ? Topic.BlockedView
        : OthersReasonPattern().IsMatch(prompt) ? Topic.NarrowRoad
        : ReasonPattern().IsMatch(prompt) ? Topic.Reason
        : DangerPattern().IsMatch(prompt) ? Topic.Danger
        : OncomingPattern().IsMatch(prompt) ? Topic.Oncoming
        : CrossingVehiclePattern().IsMatch(prompt) ? Topic.CrossingVehicle
        : CyclistPattern().IsMatch(prompt) ? Topic.Cyclist
        : SomeonePattern().IsMatch(prompt) ? Topic.Someone
        : InFrontPattern().IsMatch(prompt) ? Topic.InFront
        : Topic.Overview;

    [GeneratedRegex(@"\bhow many\b|\bcount\b", RegexOptions.IgnoreCase)]
    private static partial Regex CountPattern();

    [GeneratedRegex(@"\b(traffic lights?|red light|green light|traffic signals?)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex LightPattern();

    [GeneratedRegex(@"\b(speed limit|signs?)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex SignPattern();

    [GeneratedRegex(@"\b(block|hide|hid|obstruct|cover)\w*\b.*\b(view|sight)\b|\b(view|sight)\b.*\b(block|hidden|obstruct|cover)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex ViewPattern();

    // "Why does the cyclist …" presupposes the cyclist and asks for something else.
    [GeneratedRegex(@"\bwhy (does|do|did|is|are|must|has|have) (the|this|that|a) (cyclist|rider|bicycle|bike|motorcycl\w+|pedestrian|bus|truck|van|lead car|car ahead|other)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex OthersReasonPattern();

    [GeneratedRegex(@"\b(why|what for|reason|cause)\b.*\b(brak\w+|brake|stop\w*|slow\w*|wait\w*)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex ReasonPattern();

    [GeneratedRegex(@"\b(danger(ous)?|hazards?|risks?|threat\w*)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex DangerPattern();

    [GeneratedRegex(@"\b(other way|oncoming|opposite|towards (us|me))\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex OncomingPattern();

    [GeneratedRegex(@"\b(vehicle|car|truck|bus|van|traffic)s?\b.*\bcross(es|ing)?\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex CrossingVehiclePattern();

    [GeneratedRegex(@"\b(cyclist|bicycle|bike)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex CyclistPattern();

    // The plural asks for a list.
    [GeneratedRegex(@"\b(someone|somebody|anyone|anybody|pedestrian|person|child)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex SomeonePattern();

    [GeneratedRegex(@"\b(directly ahead|straight ahead|in front|in my lane|in our lane|lead (car|vehicle))\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex InFrontPattern();

    [GeneratedRegex(@"\b(pedestrians?|persons?|people|cyclists?|bicycles?|bikes?|child(ren)?|vulnerable|walk(s|ing)?|crossing)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex PeoplePattern();

    [GeneratedRegex(@"\b(vehicles?|cars?(?<!this car|my car|the ego car)|trucks?|lorr(y|ies)|bus(es)?|vans?|motorcycles?|lead)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex VehiclePattern();

    [GeneratedRegex(@"\b(traffic lights?|signals?|signs?|red light|green light)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex SignalPattern();

    [GeneratedRegex(@"\bleft\b", RegexOptions.IgnoreCase)]
    private static partial Regex LeftPattern();

    // "right now" and "right of way" are no side.
    [GeneratedRegex(@"\bright\b(?! now| of way| away)", RegexOptions.IgnoreCase)]
    private static partial Regex RightPattern();

    [GeneratedRegex(@"\b(ahead|in front|in my lane|in our lane)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex AheadPattern();

    [GeneratedRegex(@"\b(large|big|heavy|long)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex LargePattern();

    [GeneratedRegex(@"\b(car|bus|truck|van|motorcycle)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex NounPattern();
}

/// <summary>The kinds of questions that the narrator knows.</summary>
internal enum Topic
{
    /// <summary>What there is, and what matters.</summary>
    Overview,

    /// <summary>How many there are.</summary>
    Count,

    /// <summary>Why the own car has to brake, stop or slow down.</summary>
    Reason,

    /// <summary>Whether anything is dangerous.</summary>
    Danger,

    /// <summary>What is right ahead in the own lane.</summary>
    InFront,

    /// <summary>What comes the other way.</summary>
    Oncoming,

    /// <summary>Which vehicle crosses.</summary>
    CrossingVehicle,

    /// <summary>Whether somebody is on the road.</summary>
    Someone,

    /// <summary>The same of somebody on a bicycle.</summary>
    Cyclist,

    /// <summary>The traffic light and its colour.</summary>
    Light,

    /// <summary>A traffic sign.</summary>
    Sign,

    /// <summary>What blocks the view.</summary>
    BlockedView,

    /// <summary>What makes another road user leave its side of the road.</summary>
    NarrowRoad,
}
