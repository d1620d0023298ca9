namespace PixelShap.Video.Events;

/// <summary>Watches for one kind of event. Looks at every frame in order; deterministic.</summary>
internal interface IEventRule
{
    /// <summary>Looks at the next frame.</summary>
    /// <returns>The events that are now certain; they may have begun earlier.</returns>
    IEnumerable<DrivingEvent> Look(EventView view);

    /// <summary>Whether something goes on that may become an event, so that it is worth a question now.</summary>
    bool IsAlarmed => false;

    /// <summary>The picture has nothing to do any more with what came before: another scene or another epoch.</summary>
    void Forget();
}
