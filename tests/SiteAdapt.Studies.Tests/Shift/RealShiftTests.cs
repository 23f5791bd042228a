using SiteAdapt.Data;

namespace SiteAdapt.Studies.Tests;

/// <summary>T1W against FLAIR of the same real heads: what docs/how-to/shift-and-drift.md says of them.</summary>
public sealed class RealShiftTests
{
    [RealDataFact]
    public void Should_put_contrast_first_inside_the_masks_and_say_that_five_patients_are_too_few()
    {
        string home = Path.Combine(RealDataFactAttribute.Folder!, "heads", "openms");
        Case[] cases = [.. Directory.GetFiles(home, "*_mask.nii.gz").Order(StringComparer.Ordinal).Select(label => (Label: label, Id: Path.GetFileName(label)[..^"_mask.nii.gz".Length])).Select(file => new Case
        {
            Id = file.Id, Subject = file.Id.Split('_')[0], Site = file.Id.Split('_')[2], Image = Path.Combine(home, file.Id + ".nii.gz"), Label = file.Label,
        })];
        var (first, second, set) = GroupMeasurement.Measure(("T1W", [.. cases.Where(item => item.Site == "T1W")]), ("FLAIR", [.. cases.Where(item => item.Site == "FLAIR")]), new IntensitySettings(IntensityKind.ClipAndScale), null);
        var shift = ShiftComparison.Of(first, second, set, 0);
        Assert.True(shift.InMask);
        Assert.Equal((5, 6, 5, 32), (shift.Groups.First, shift.Groups.Second, shift.Groups.Pairs, (int)shift.Groups.Ways));
        var ordered = shift.Measures.OrderByDescending(item => Math.Abs(item.Effect!.Value)).ToList();
        Assert.Equal([AppearanceMeasure.Contrast, AppearanceMeasure.Contrast, AppearanceMeasure.Sharpness], ordered.Take(3).Select(item => item.Measure.Aspect));
        Assert.Equal(4.3, ordered[0].Effect!.Value, 0.2);
        Assert.True(shift.IsBlind);
        Assert.StartsWith("Too few subjects to find a single measure by itself: with 5 and 6 (5 in both) the smallest p-value that any data can have is 0.031", ShiftWords.Of(shift)[0], StringComparison.Ordinal);
    }
}
