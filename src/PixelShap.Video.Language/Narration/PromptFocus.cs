using System.Text.RegularExpressions;

namespace PixelShap.Video.Language.Narration;

/// <summary>What a prompt asks about, read from its words.</summary>
/// <param name="People">Asks for pedestrians, cyclists or other vulnerable road users.</param>
/// <param name="Vehicles">Asks for vehicles.</param>
/// <param name="Signals">Asks for traffic lights or signs.</param>
/// <param name="Side">Asks about one side; null for all.</param>
/// <param name="Advice">Asks what to do.</param>
/// <param name="Count">Asks how many there are.</param>
internal sealed partial record PromptFocus(bool People, bool Vehicles, bool Signals, Side? Side, bool Advice, bool Count)
{
    /// <summary>Whether the prompt names no kind of road user, so that all matter.</summary>
    public bool IsGeneral => !People && !Vehicles && !Signals;

    public static PromptFocus Of(string prompt)
    {
        bool left = LeftPattern().IsMatch(prompt), right = RightPattern().IsMatch(prompt), ahead = AheadPattern().IsMatch(prompt);
        return new PromptFocus(
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
            AdvicePattern().IsMatch(prompt),
            CountPattern().IsMatch(prompt));
    }

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

    [GeneratedRegex(@"\b(should|must|do|brake|braking|stop|act(ion)?|safe|safely|danger(ous)?|risk|hazards?)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex AdvicePattern();

    [GeneratedRegex(@"\bhow many\b|\bcount\b", RegexOptions.IgnoreCase)]
    private static partial Regex CountPattern();
}

/// <summary>Where something is, seen from the driver.</summary>
internal enum Side
{
    /// <summary>In the middle of the picture.</summary>
    Ahead,

    /// <summary>In its left part.</summary>
    Left,

    /// <summary>In its right part.</summary>
    Right,
}
