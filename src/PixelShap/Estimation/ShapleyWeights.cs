namespace PixelShap.Estimation;

/// <summary>The weights of coalitions in the Shapley value.</summary>
internal static class ShapleyWeights
{
    /// <summary>w(s) = s! (n − s − 1)! / n!, the weight of v(S ∪ i) − v(S) for |S| = s, for s = 0 … n − 1 (PixelSHAP, equation 5).</summary>
    public static double[] OfMarginals(int playerCount)
    {
        var weights = new double[playerCount];
        double weight = 1.0 / Math.Max(playerCount, 1);
        for (int size = 0; size < playerCount; size++)
        {
            weights[size] = weight;
            weight *= (size + 1.0) / Math.Max(playerCount - size - 1, 1);
        }

        return weights;
    }
}
