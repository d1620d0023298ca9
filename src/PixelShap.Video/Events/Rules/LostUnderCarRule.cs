using System.Globalization;
using PixelShap.Video.Segmentation;

namespace PixelShap.Video.Events.Rules;

/// <summary>
/// Somebody lost under the own car: a person, on foot or riding, as high as a third of the picture and right before the car, has grown, is seen no more, and did not leave by the
/// side, while the car drives. Strength 0.9.
/// </summary>
internal sealed class LostUnderCarRule : IEventRule
{
    private const double LeastHeight = 1.0 / 3;
    private const double LowerEdge = 0.8;
    private const double MostAside = 0.2;
    private const double LeastGrowth = 1.25;
    private const double GoneSeconds = 0.6;
    private const double DrivingGrowth = 0.1;

    private readonly Dictionary<int, Life> _lives = [];

    public void Forget() => _lives.Clear();

    public IEnumerable<DrivingEvent> Look(EventView view)
    {
        foreach (EventObject item in view.Objects.Where(item => RoadUsers.IsPerson(item.ClassName)))
        {
            if (!_lives.TryGetValue(item.TrackId, out Life? life))
            {
                _lives.Add(item.TrackId, life = new Life());
            }

            life.See(view.Seconds, item.Box, view.Drive);
        }

        foreach ((int track, Life life) in _lives.Where(life => view.Seconds - life.Value.Last >= GoneSeconds).ToArray())
        {
            _lives.Remove(track);
            BoundingBox box = life.Box;
            double aside = Math.Abs(((box.Left + box.Right) / 2 / view.Width) - 0.5);
            if (box.Height >= LeastHeight * view.Height && box.Bottom >= LowerEdge * view.Height && aside <= MostAside && life.Grew >= LeastGrowth && life.Drive >= DrivingGrowth)
            {
                yield return new DrivingEvent(
                    life.Last, EventKinds.LostUnderCar, 0.9, string.Create(CultureInfo.InvariantCulture, $"person {track} stood right before the car, {life.Grew:0.0} times as large as half a second before, and was seen no more"), [track]);
            }
        }
    }

    private sealed class Life
    {
        private readonly RecentValues _heights = new(0.6);

        public double Last { get; private set; }

        public BoundingBox Box { get; private set; }

        public double Drive { get; private set; }

        public double Grew => Box.Height / Math.Max(1, _heights.Min(Last - 0.6, Last) ?? 1);

        public void See(double seconds, BoundingBox box, double drive)
        {
            (Last, Box, Drive) = (seconds, box, drive);
            _heights.Add(seconds, box.Height);
        }
    }
}
