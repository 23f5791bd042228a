using System.Numerics;

namespace SiteAdapt.Data;

/// <summary>Catheters, tubes, pacemakers and the wires of a monitor, more of them in severe cases.</summary>
sealed class ChestDevices(ChestState chest, RandomStream stream)
{
    public void Add(float severity)
    {
        double kind = stream.NextDouble();
        if (kind < 0.3) AddPacemaker();
        else AddCentralLine();
        if (severity > 0.35) AddTube();
        if (severity > 0.6) AddWires();
    }

    /// <summary>From the neck or the collar bone into the superior vena cava.</summary>
    void AddCentralLine()
    {
        int side = stream.NextInt(3) == 0 ? 1 : -1;
        Vector3 entry = stream.NextInt(2) == 0 ? new(side * 40, 20, 175) : new(side * 95, 50, 108);
        chest.AddCatheter(1.3f, entry, new Vector3(side * 24, 20, 78), new Vector3(-22, 15, 48), new Vector3(-26 + Jitter(4), 12, -20 + Jitter(15)));
    }

    /// <summary>In the windpipe.</summary>
    void AddTube() => chest.AddCatheter(3, new Vector3(Jitter(2), 0, 190), new Vector3(Jitter(2), -8, 45 + Jitter(15)));

    void AddPacemaker()
    {
        var box = new Vector3(88 + Jitter(10), 78, 72 + Jitter(10));
        chest.AddMetal(9, box + new Vector3(-14, 0, 0), box + new Vector3(14, 0, 0));
        Vector3 heart = chest.Shape.HeartCentre;
        chest.AddMetal(0.9f, box, new Vector3(30, 30, 92), new Vector3(-22, 15, 50), new Vector3(-22, 20, -50), heart + new Vector3(35, 20, -30));
    }

    void AddWires()
    {
        foreach (int side in (int[])[-1, 1])
        {
            Vector3 electrode = new(side * (105 + Jitter(15)), 105, 55 + Jitter(25));
            chest.AddMetal(4, electrode, electrode + Vector3.UnitX);
            chest.AddMetal(0.8f, electrode, new Vector3(side * (60 + Jitter(30)), 115, -60 + Jitter(40)), new Vector3(Jitter(60), 118, -200));
        }
    }

    float Jitter(float most) => (float)stream.NextUniform(-most, most);
}
