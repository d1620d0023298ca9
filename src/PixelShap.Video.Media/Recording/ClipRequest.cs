namespace PixelShap.Video.Media.Recording;

/// <summary>A clip that waits for its end.</summary>
internal sealed class ClipRequest(DateTimeOffset to)
{
    private readonly List<Fragment> _fragments = [];
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IsComplete => _done.Task.IsCompleted;

    public Task Done => _done.Task;

    public IReadOnlyList<Fragment> Fragments => _fragments;

    public void Add(Fragment fragment)
    {
        if (IsComplete || (_fragments.Count > 0 && _fragments[0].Header != fragment.Header))
        {
            End();
            return;
        }

        _fragments.Add(fragment);
        if (fragment.Arrived >= to)
        {
            End();
        }
    }

    public void End() => _done.TrySetResult();
}
