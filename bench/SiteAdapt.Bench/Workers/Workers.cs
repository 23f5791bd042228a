namespace SiteAdapt.Bench;

/// <summary>The program's part in <c>bench/compare</c>, by name.</summary>
static class Workers
{
    public static int Run(string name, string[] arguments)
    {
        switch (name, arguments)
        {
            case ("inputs", [var folder]): Inputs.Write(folder); return 0;
            case ("step", [var folder, var network, var side, var threads]): StepWorker.Run(folder, network, Number(side), Number(threads)); return 0;
            case ("train", [var folder, var method, var window, var width, var batch, var threads]):
                new TrainWorker(folder, method, Number(window), Number(width), Number(batch), Number(threads)).Run();
                return 0;
            case ("volumes", [var folder]): VolumeWorker.Run(folder); return 0;
            case ("head", [var folder]): Scans.WriteHead(folder); return 0;
            case ("sites", [var folder, var cases, var slices, var side]): Scans.WriteSites(folder, Number(cases), Number(slices), Number(side)); return 0;
            default:
                Console.Error.WriteLine($"work: '{name}' with {arguments.Length} arguments is unknown; bench/rows.py says what there is");
                return 2;
        }
    }

    static int Number(string text) => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
