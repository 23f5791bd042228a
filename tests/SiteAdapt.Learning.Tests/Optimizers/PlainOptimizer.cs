namespace SiteAdapt.Learning.Tests;

/// <summary>The update rules one number at a time, as the oracle of the flat ones.</summary>
sealed class PlainOptimizer(double[] weights, double decay, long step)
{
    readonly double[] first = new double[weights.Length], second = new double[weights.Length];

    public double[] Weights { get; } = [.. weights];

    public void Sgd(double[] gradients, double rate, double momentum, bool nesterov)
    {
        for (int i = 0; i < Weights.Length; i++)
        {
            double g = gradients[i] + decay * Weights[i];
            first[i] = momentum * first[i] + g;
            Weights[i] -= rate * (nesterov ? g + momentum * first[i] : first[i]);
        }
    }

    public void Adam(double[] gradients, double rate, double beta1, double beta2, double epsilon)
    {
        step++;
        for (int i = 0; i < Weights.Length; i++)
        {
            double g = gradients[i] + decay * Weights[i];
            first[i] = beta1 * first[i] + (1 - beta1) * g;
            second[i] = beta2 * second[i] + (1 - beta2) * g * g;
            double m = first[i] / (1 - Math.Pow(beta1, step)), v = second[i] / (1 - Math.Pow(beta2, step));
            Weights[i] -= rate * m / (Math.Sqrt(v) + epsilon);
        }
    }
}
