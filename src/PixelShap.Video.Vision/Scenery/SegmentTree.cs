namespace PixelShap.Video.Vision.Scenery;

/// <summary>
/// Segments that touch and are alike joined two by two until one is left (Uijlings and others, "Selective search for object recognition", 2013): every node is a region
/// that may be one thing.
/// </summary>
internal sealed class SegmentTree
{
    private readonly List<Node> _nodes = [];

    private SegmentTree()
    {
    }

    /// <summary>The segments in the order of their numbers, then what was made of them; the children of a node come before it.</summary>
    public IReadOnlyList<Node> Nodes => _nodes;

    /// <summary>Joins segments.</summary>
    /// <param name="segments">The segments.</param>
    /// <param name="isObject">Pixels of objects, row by row: they belong to nothing.</param>
    public static SegmentTree Of(ColourSegments segments, ReadOnlySpan<bool> isObject)
    {
        var tree = new SegmentTree();
        var borders = new Dictionary<(int Low, int High), int>();
        for (int i = 0; i < segments.Count; i++)
        {
            tree._nodes.Add(new Node(-1, -1));
        }

        for (int y = 0; y < segments.Height; y++)
        {
            for (int x = 0; x < segments.Width; x++)
            {
                int at = (y * segments.Width) + x, label = segments.Labels[at];
                if (isObject[at])
                {
                    continue;
                }

                tree._nodes[label].Add(x, y, segments.Colours.AsSpan(3 * at, 3));
                foreach (int next in (ReadOnlySpan<int>)[x + 1 < segments.Width ? at + 1 : at, y + 1 < segments.Height ? at + segments.Width : at])
                {
                    if (!isObject[next] && segments.Labels[next] != label)
                    {
                        (int Low, int High) pair = Pair(label, segments.Labels[next]);
                        borders[pair] = borders.GetValueOrDefault(pair) + 1;
                    }
                }
            }
        }

        tree.Join(borders, segments.Width * segments.Height);
        return tree;
    }

    /// <summary>How far a node's colour is from what it touches, weighed by how long it touches it; 0 for one that touches nothing.</summary>
    public double Contrast(int node)
    {
        double sum = 0, length = 0;
        foreach ((int other, int border) in _nodes[node].Touches)
        {
            sum += border * _nodes[node].Distance(_nodes[other]);
            length += border;
        }

        return length == 0 ? 0 : sum / length;
    }

    /// <summary>The segments that a node was made of.</summary>
    public IEnumerable<int> Leaves(int node) =>
        _nodes[node].First < 0 ? [node] : Leaves(_nodes[node].First).Concat(Leaves(_nodes[node].Second));

    private static (int Low, int High) Pair(int a, int b) => a < b ? (a, b) : (b, a);

    private void Join(Dictionary<(int Low, int High), int> borders, int pixels)
    {
        foreach (((int low, int high), int border) in borders)
        {
            _nodes[low].Touches[high] = border;
            _nodes[high].Touches[low] = border;
        }

        var queue = new PriorityQueue<(int, int), double>(borders.Keys.Select(pair => (pair, Unlike(pair.Low, pair.High, pixels))));
        var gone = new HashSet<int>();
        while (queue.TryDequeue(out (int First, int Second) pair, out _))
        {
            if (gone.Contains(pair.First) || gone.Contains(pair.Second))
            {
                continue;
            }

            int joined = _nodes.Count;
            Node first = _nodes[pair.First], second = _nodes[pair.Second];
            Node node = Node.Of(pair.First, first, pair.Second, second);
            _nodes.Add(node);
            gone.Add(pair.First);
            gone.Add(pair.Second);
            foreach ((int other, int border) in first.Touches.Concat(second.Touches).Where(touch => !gone.Contains(touch.Key)))
            {
                node.Touches[other] = node.Touches.GetValueOrDefault(other) + border;
            }

            foreach ((int other, int border) in node.Touches)
            {
                // What a node touched when it was joined itself is what it is told apart from.
                _nodes[other].Touches.Remove(pair.First);
                _nodes[other].Touches.Remove(pair.Second);
                _nodes[other].Touches[joined] = border;
                queue.Enqueue((other, joined), Unlike(other, joined, pixels));
            }
        }
    }

    /// <summary>Unlike in colour, large together, and leaving much of their common box open: joined last.</summary>
    private double Unlike(int first, int second, int pixels)
    {
        Node a = _nodes[first], b = _nodes[second];
        double together = (double)(a.Area + b.Area) / pixels;
        double open = (double)(Node.Box(a, b) - a.Area - b.Area) / pixels;
        return (a.Distance(b) / 100) + together + open;
    }

    /// <summary>A region: a segment, or two joined.</summary>
    internal sealed class Node(int first, int second)
    {
        private readonly double[] _colour = new double[3];
        private int _left = int.MaxValue, _top = int.MaxValue, _right = -1, _bottom = -1;

        /// <summary>The node that it was made of; −1 for a segment.</summary>
        public int First => first;

        /// <summary>The other one.</summary>
        public int Second => second;

        /// <summary>Its pixels, those of objects not counted.</summary>
        public int Area { get; private set; }

        /// <summary>How much of the box around it it fills, 0 to 1.</summary>
        public double Fills => Area == 0 ? 0 : (double)Area / ((_right - _left + 1) * (_bottom - _top + 1));

        /// <summary>The nodes that lived beside it, with the length of the common border in pixels.</summary>
        public Dictionary<int, int> Touches { get; } = [];

        public static Node Of(int first, Node a, int second, Node b)
        {
            var node = new Node(first, second) { Area = a.Area + b.Area };
            for (int i = 0; i < 3; i++)
            {
                node._colour[i] = a._colour[i] + b._colour[i];
            }

            (node._left, node._top, node._right, node._bottom) =
                (Math.Min(a._left, b._left), Math.Min(a._top, b._top), Math.Max(a._right, b._right), Math.Max(a._bottom, b._bottom));
            return node;
        }

        /// <summary>The pixels of the box around both.</summary>
        public static int Box(Node a, Node b) =>
            (Math.Max(a._right, b._right) - Math.Min(a._left, b._left) + 1) * (Math.Max(a._bottom, b._bottom) - Math.Min(a._top, b._top) + 1);

        public void Add(int x, int y, ReadOnlySpan<float> colour)
        {
            Area++;
            (_left, _top, _right, _bottom) = (Math.Min(_left, x), Math.Min(_top, y), Math.Max(_right, x), Math.Max(_bottom, y));
            for (int i = 0; i < 3; i++)
            {
                _colour[i] += colour[i];
            }
        }

        /// <summary>The distance of the mean colours in Lab, in bytes.</summary>
        public double Distance(Node other)
        {
            double sum = 0;
            for (int i = 0; i < 3; i++)
            {
                double difference = (_colour[i] / Math.Max(1, Area)) - (other._colour[i] / Math.Max(1, other.Area));
                sum += difference * difference;
            }

            return Math.Sqrt(sum);
        }
    }
}
