using System.Net;
using System.Text.Json;
using SiteAdapt.Data;

namespace SiteAdapt.Serve.Tests;

/// <summary>Which files the viewer lays over a scan.</summary>
public sealed class ViewerTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public ViewerTests()
    {
        folder.Write("data/manifest.csv", "case,subject,site,image,label\np1,s1,A,p1.nii.gz,p1_seg.nii.gz\np1_second,s1,A,p1_second.nii.gz,\np2,s2,A,p2.nii.gz,\n");
        foreach (string scan in new[] { "p1", "p1_second", "p2" }) Scans.Write(folder.File("data", scan + ".nii.gz"));
        Scans.WriteMask(folder.File("data", "p1_seg.nii.gz"));
        foreach (string mask in new[] { "octl/p1_mask", "mmtl/p1_mask", "octl/p1_probability", "octl/p1_second_mask", "octl/p2_mask", "octl/p11_mask" })
            Scans.WriteMask(folder.File("masks", mask + ".nii.gz"));
        Scans.WriteMask(folder.File("masks", "coarse", "p1_mask.nii.gz"), size: 8, spacing: 2);
        folder.Write("masks/broken/p1_mask.nii.gz", "no image");
        // The same names at another place, where they are scans
        folder.Write("copy/manifest.csv", "case,subject,site,image,label\np1,s1,A,p1.nii.gz,p1_seg.nii.gz\n");
        foreach (string scan in new[] { "p1", "p1_seg" }) Scans.Write(folder.File("copy", scan + ".nii.gz"));
    }

    [Fact]
    public async Task Should_lay_reference_and_all_masks_of_its_grid_over_a_scan()
    {
        await using var server = await RunningServer.Start(folder.Path);
        Assert.Equal([("image", "data/p1.nii.gz"), ("reference", "data/p1_seg.nii.gz"), ("mask", "masks/mmtl/p1_mask.nii.gz"), ("mask", "masks/octl/p1_mask.nii.gz"), ("probability", "masks/octl/p1_probability.nii.gz")],
            await Layers(server, "manifest=data/manifest.csv&case=p1"));
        Assert.Equal([("image", "data/p1_second.nii.gz"), ("mask", "masks/octl/p1_second_mask.nii.gz")], await Layers(server, "manifest=data/manifest.csv&case=p1_second"));
        foreach (string path in new[] { "data/p1.nii.gz", "masks/octl/p1_mask.nii.gz" }) Assert.Equal(HttpStatusCode.OK, await server.Status(RunningServer.FileAt(path)));
    }

    [Fact]
    public async Task Should_say_why_there_is_no_mask_and_no_scan()
    {
        Directory.Delete(folder.File("masks"), recursive: true);
        File.Delete(folder.File("data", "p2.nii.gz"));
        await using var server = await RunningServer.Start(folder.Path);
        Assert.Contains("siteadapt predict", Note(await server.Json("/api/case?manifest=data/manifest.csv&case=p1")), StringComparison.Ordinal);
        var missing = await server.Json("/api/case?manifest=data/manifest.csv&case=p2");
        Assert.Equal(0, missing.GetProperty("layers").GetArrayLength());
        Assert.Contains("not below the served folder", Note(missing), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, await server.Status("/api/case?manifest=data/manifest.csv&case=p9"));
    }

    [Fact]
    public async Task Should_not_show_scans_that_a_manifest_names_outside()
    {
        folder.Write("only/manifest.csv", $"case,subject,site,image,label\np1,s1,A,{folder.File("data", "p1.nii.gz")},{folder.File("data", "p1_seg.nii.gz")}\n");
        await using var server = await RunningServer.Start(folder.File("only"));
        Assert.Empty(await Layers(server, "manifest=manifest.csv&case=p1"));
    }

    [Fact]
    public async Task Should_show_the_masks_that_a_study_has_kept_under_their_methods()
    {
        using var own = new TemporaryFolder();
        var study = new ScoredStudy(own);
        await using var server = await RunningServer.Start(own.Path);
        var view = await server.Json("/api/case?study=study%2Fs.yaml&case=B1");
        var masks = view.GetProperty("layers").EnumerateArray().Where(layer => layer.GetProperty("role").GetString() == "mask").ToList();
        Assert.Equal(study.Plan.Results.Select(result => result.Method.Label), masks.Select(layer => layer.GetProperty("name").GetString()!.Split(' ')[0]));
        Assert.Equal(study.Plan.Results.Select(result => result.Target[0].Reference.Hash[..16]), masks.Select(layer => layer.GetProperty("unit").GetString()));
        foreach (var layer in masks) Assert.Equal(HttpStatusCode.OK, await server.Status(RunningServer.FileAt(layer.GetProperty("path").GetString()!)));
        Assert.Contains("No predicted mask", Note(await server.Json("/api/case?study=study%2Fs.yaml&case=B0")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_show_a_radiograph_with_its_findings()
    {
        folder.Write("chests/manifest.csv", "case,subject,site,image,label:Edema,label:Hernia,label:Mass\nx1,s1,A,x1.png,1,-1,\nx2,s2,A,x2.jpg,0,0,0\nout,s3,A,/etc/hostname,0,0,0\n");
        File.WriteAllBytes(folder.File("chests", "x1.png"), PngFile.Grey16(32, 32, (x, y) => (ushort)(x * 2000)));
        await using var server = await RunningServer.Start(folder.Path);
        Assert.Equal([("radiograph", "chests/x1.png")], await Layers(server, "manifest=chests/manifest.csv&case=x1"));
        var view = await server.Json("/api/case?manifest=chests/manifest.csv&case=x1");
        Assert.Equal(["Edema 1", "Hernia -1", "Mass "], view.GetProperty("findings").EnumerateArray().Select(row => $"{row.GetProperty("finding")} {(row.TryGetProperty("label", out var label) ? label : "")}"));
        using var image = await server.Get("/" + RunningServer.FileAt("chests/x1.png"));
        Assert.Equal("image/png", image.Content.Headers.ContentType!.MediaType);
        Assert.Equal(await File.ReadAllBytesAsync(folder.File("chests", "x1.png")), await image.Content.ReadAsByteArrayAsync());
        Assert.Empty(await Layers(server, "manifest=chests/manifest.csv&case=x2"));
        Assert.Empty(await Layers(server, "manifest=chests/manifest.csv&case=out"));
    }

    [Fact]
    public async Task Should_list_a_part_of_a_very_long_manifest_and_find_the_rest()
    {
        folder.Write("many.csv", "case,subject,site,image,label:Edema\n" + string.Concat(Enumerable.Range(0, 3000).Select(i => $"c{i:d4},s{i:d4},A,{i}.png,0\n")));
        await using var server = await RunningServer.Start(folder.Path);
        var all = await server.Json("/api/cases?manifest=many.csv");
        Assert.Equal((3000, Manifests.MostRows), (all.GetProperty("total").GetInt32(), all.GetProperty("cases").GetArrayLength()));
        var found = await server.Json("/api/cases?manifest=many.csv&words=C2999");
        Assert.Equal("c2999", Assert.Single(found.GetProperty("cases").EnumerateArray()).GetProperty("case").GetString());
    }

    [Theory]
    [InlineData("scan_mask", "a")]
    [InlineData("scan", "a")]
    [InlineData("scan.seg", "a")]
    [InlineData("a-octl", "a")]
    [InlineData("scan-2_mask", "b")]
    [InlineData("T1_mask", null)] // the name of two scans
    [InlineData("scan2_mask", null)]
    [InlineData("sca", null)]
    public void Should_go_by_the_longest_name_that_fits(string stem, string? expected)
    {
        Case[] cases = [Named("a", "scan"), Named("b", "scan-2"), Named("c", "x/T1"), Named("d", "y/T1")];
        Assert.Equal(expected, new CaseNames(new Manifest(folder.File("m.csv"), cases)).Of(stem)?.Case.Id);
    }

    [Theory]
    [InlineData("sub-1_desc-brain_mask", "a", "sub-1")]
    [InlineData("sub-1_space-orig_label-wm_probseg", "a", "sub-1")]
    [InlineData("sub-1_ses-2_run-1_desc-brain_mask", "b", "sub-1_ses-2_run-1")]
    [InlineData("sub-1_T1w_mask", "a", "sub-1_T1w")]
    [InlineData("sub-1_ses-2_desc-brain_mask", null, null)] // of a run that is not there
    [InlineData("sub-1_T2w", null, null)] // another scan
    [InlineData("sub-1_desc-preproc_T1w", null, null)] // a scan that was worked on
    [InlineData("sub-2_desc-brain_mask", null, null)] // of T1w or of FLAIR
    public void Should_know_masks_of_a_bids_derivative(string stem, string? expected, string? name)
    {
        Case[] cases = [Named("a", "sub-1_T1w"), Named("b", "sub-1_ses-2_run-1_T1w"), Named("c", "sub-2_T1w"), Named("d", "sub-2_FLAIR")];
        var found = new CaseNames(new Manifest(folder.File("m.csv"), cases)).Of(stem);
        Assert.Equal((expected, name), (found?.Case.Id, found?.Name));
    }

    [Fact]
    public async Task Should_show_what_predict_writes_into_a_bids_derivative()
    {
        const string Place = "bids/derivatives/siteadapt/sub-1/anat/";
        folder.Write("bids/manifest.csv", "case,subject,site,image,label\nsub-1_T1w,sub-1,A,sub-1/anat/sub-1_T1w.nii.gz,\n");
        foreach (string scan in new[] { "sub-1_T1w", "sub-1_T2w" }) Scans.Write(folder.File("bids", "sub-1", "anat", scan + ".nii.gz"));
        foreach (string mask in new[] { "sub-1_desc-brain_mask", "sub-1_desc-brain_probseg" }) Scans.WriteMask(folder.File("bids", "derivatives", "siteadapt", "sub-1", "anat", mask + ".nii.gz"));
        await using var server = await RunningServer.Start(folder.Path);
        Assert.Equal([("image", "bids/sub-1/anat/sub-1_T1w.nii.gz"), ("mask", Place + "sub-1_desc-brain_mask.nii.gz"), ("probability", Place + "sub-1_desc-brain_probseg.nii.gz")],
            await Layers(server, "manifest=bids/manifest.csv&case=sub-1_T1w"));
        var view = await server.Json("/api/case?manifest=bids/manifest.csv&case=sub-1_T1w");
        Assert.Equal(["scan", "siteadapt: brain", "siteadapt: brain probseg"], view.GetProperty("layers").EnumerateArray().Select(layer => layer.GetProperty("name").GetString()));
    }

    [Fact]
    public void Should_name_layers_by_what_tells_them_apart()
    {
        static IReadOnlyList<string> Names(params string[] files) => LayerNames.Of([.. files.Select(file => (file, "p1"))]);
        Assert.Equal(["mmtl", "octl", "octl: probability"], Names("masks/mmtl/p1_mask.nii.gz", "masks/octl/p1_mask.nii.gz", "masks/octl/p1_probability.nii.gz"));
        Assert.Equal(["octl"], Names("masks/octl/p1_mask.nii.gz"));
        Assert.Equal(["masks: left", "masks: right"], Names("out/masks/p1_left_mask.nii.gz", "out/masks/p1_right_mask.nii.gz"));
        Assert.Equal(["a/mmtl", "b/mmtl"], Names("a/mmtl/p1_mask.nii.gz", "b/mmtl/p1_mask.nii.gz"));
        Assert.Equal(["left", "p1_mask.nii.gz"], Names("p1_left_mask.nii.gz", "p1_mask.nii.gz")); // without a folder there is nothing shorter
        Assert.Equal(["m/p1_mask.nii.gz", "m/p1_seg.nii.gz"], Names("m/p1_mask.nii.gz", "m/p1_seg.nii.gz"));
    }

    [Fact]
    public void Should_leave_the_folders_of_a_case_out_of_its_layers_names()
    {
        static IReadOnlyList<string> Names(params string[] files) => LayerNames.Of([.. files.Select(file => (file, "sub-1_ses-2"))]);
        Assert.Equal(["mmtl: brain", "octl: brain"], Names("d/mmtl/sub-1/ses-2/anat/sub-1_ses-2_desc-brain_mask.nii.gz", "d/octl/sub-1/ses-2/anat/sub-1_ses-2_desc-brain_mask.nii.gz"));
        Assert.Equal(["brain"], Names("sub-1/ses-2/anat/sub-1_ses-2_desc-brain_mask.nii.gz"));
    }

    Case Named(string id, string image) => new() { Id = id, Subject = id, Site = "A", Image = folder.File(image + ".nii.gz") };

    static async Task<List<(string?, string?)>> Layers(RunningServer server, string query) =>
        [.. (await server.Json("/api/case?" + query)).GetProperty("layers").EnumerateArray().Select(layer => (layer.GetProperty("role").GetString(), layer.GetProperty("path").GetString()))];

    static string Note(JsonElement view) => string.Join(' ', view.GetProperty("notes").EnumerateArray().Select(note => note.GetString()));

    public void Dispose() => folder.Dispose();
}
