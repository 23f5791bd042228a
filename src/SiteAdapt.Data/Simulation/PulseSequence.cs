namespace SiteAdapt.Data;

/// <summary>
/// A pulse sequence as its textbook signal equation (Bernstein, King and Zhou, Handbook of MRI Pulse Sequences, 2004):
/// relative signal of a tissue with proton density, T1 and T2 in milliseconds. Times in milliseconds.
/// </summary>
public abstract record PulseSequence
{
    public abstract double Signal(TissueProperties tissue);

    /// <summary>Magnetisation-prepared gradient echo: inversion, readout after <paramref name="InversionTime"/>.</summary>
    public sealed record InversionPrepared(double RepetitionTime, double InversionTime, double EchoTime) : PulseSequence
    {
        public override double Signal(TissueProperties tissue) => tissue.Density
            * Math.Abs(1 - 2 * Math.Exp(-InversionTime / tissue.T1) + Math.Exp(-RepetitionTime / tissue.T1))
            * Math.Exp(-EchoTime / (0.6 * tissue.T2));
    }

    /// <summary>Spoiled gradient echo in the steady state.</summary>
    public sealed record SpoiledGradientEcho(double RepetitionTime, double FlipDegrees, double EchoTime) : PulseSequence
    {
        public override double Signal(TissueProperties tissue)
        {
            double flip = FlipDegrees * Math.PI / 180, recovery = Math.Exp(-RepetitionTime / tissue.T1);
            return tissue.Density * Math.Sin(flip) * (1 - recovery) / (1 - Math.Cos(flip) * recovery)
                * Math.Exp(-EchoTime / (0.6 * tissue.T2));
        }
    }

    /// <summary>Spin echo: short times give T1 weighting, a long repetition time proton density, a long echo time T2.</summary>
    public sealed record SpinEcho(double RepetitionTime, double EchoTime) : PulseSequence
    {
        public override double Signal(TissueProperties tissue) =>
            tissue.Density * (1 - Math.Exp(-RepetitionTime / tissue.T1)) * Math.Exp(-EchoTime / tissue.T2);
    }
}
