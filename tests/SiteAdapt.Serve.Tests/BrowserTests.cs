using System.Text.Json;
using SiteAdapt.Data;
using SiteAdapt.Learning;
using SiteAdapt.Studies;
using SkiaSharp;

namespace SiteAdapt.Serve.Tests;

/// <summary>The page in a real browser: it draws, it is used by keyboard, it fits, and no name does anything to it.</summary>
public sealed class BrowserTests : IDisposable
{
    const string TwoFrames = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))";
    readonly TemporaryFolder folder = new();

    [BrowserFact]
    public async Task Should_lead_from_a_point_to_the_scan_with_the_masks_over_it()
    {
        _ = new ScoredStudy(folder);
        await using var server = await RunningServer.Start(folder.Path);
        await using var browser = await Browser.Start(BrowserFactAttribute.Program!);
        await browser.Show(new Uri(server.Address, "#/study?path=study/s.yaml"));
        await browser.Until("document.querySelectorAll('svg a').length === 9");
        await browser.Ask("[...document.querySelectorAll('svg a')].find(a => a.getAttribute('aria-label').startsWith('B1, octl: 0.500')).focus()");
        await browser.Press("Enter");
        await browser.Until("document.querySelector('canvas')?.dataset.state === 'drawn'");
        Assert.Equal(["B1", "B0", "B2"], JsonSerializer.Deserialize<string[]>(await browser.Ask("[...document.querySelectorAll('.cases tbody th')].map(th => th.textContent)"))!); // worst first

        Assert.True(await Drawn(browser, IsGrey) > 3000, "no scan");
        int reference = await Drawn(browser, IsYellow), octl = await Drawn(browser, IsPink);
        Assert.True(reference > 150 && octl > 100, $"reference {reference}, octl {octl} pixels");
        await browser.Ask("document.querySelector('canvas').focus()");
        await browser.Press("4"); // reference, none, mmtl, octl
        Assert.Equal(0, await Drawn(browser, IsPink));
        Assert.True(await Drawn(browser, IsYellow) >= reference);
        await browser.Press("1");
        Assert.Equal(0, await Drawn(browser, IsYellow));

        string? place = (string?)await browser.Ask("document.querySelector('output').textContent");
        await browser.Press("ArrowLeft");
        await browser.Until($"document.querySelector('output').textContent !== {JsonSerializer.Serialize(place)}");
        await browser.Press("n");
        await browser.Until("document.querySelector('h1').textContent.startsWith('B0')");
        await browser.Until("document.querySelector('canvas').dataset.state === 'drawn'");
        Assert.Empty(browser.Complaints);
    }

    [BrowserFact]
    public async Task Should_lead_from_a_score_of_a_run_to_its_scan()
    {
        _ = new ScoredRun(folder);
        await using var server = await RunningServer.Start(folder.Path);
        await using var browser = await Browser.Start(BrowserFactAttribute.Program!);
        await browser.Show(new Uri(server.Address, "#/run?path=runs/mine"));
        await browser.Until("document.querySelectorAll('svg a').length === 4"); // three of site A, one elsewhere
        Assert.Contains("The model card, which says no-go.", (string?)await browser.Ask("document.querySelector('main').textContent"), StringComparison.Ordinal);
        await browser.Ask("[...document.querySelectorAll('svg a')].find(a => a.getAttribute('aria-label').startsWith('A1, A: 0.200')).focus()");
        await browser.Press("Enter");
        await browser.Until("document.querySelector('canvas')?.dataset.state === 'drawn'");
        Assert.Equal(["A1 0.200", "A2 0.500", "A0 0.800"], JsonSerializer.Deserialize<string[]>(await browser.Ask("[...document.querySelectorAll('.cases tbody tr')].map(row => [...row.children].map(cell => cell.textContent).join(' '))"))!); // worst first
        await browser.Ask("document.querySelector('canvas').focus()");
        await browser.Press("n");
        await browser.Until("document.querySelector('h1').textContent.startsWith('A2')");
        await browser.Show(new Uri(server.Address, "#/run?path=runs/mine"), 390, 844, dark: true);
        await browser.Until("document.querySelectorAll('svg a').length === 4");
        Assert.Equal(390, (int)(await browser.Ask("Math.max(innerWidth, document.documentElement.scrollWidth)"))!);
        Assert.Empty(browser.Complaints);
    }

    [BrowserFact]
    public async Task Should_show_a_scan_of_256_voxels_a_side()
    {
        folder.Write("manifest.csv", "case,subject,site,image,label\nbig,s,A,big.nii.gz,big_seg.nii.gz\n");
        Scans.Write(folder.File("big.nii.gz"), 256, 100);
        Scans.WriteMask(folder.File("big_seg.nii.gz"), 256, 80);
        Scans.WriteMask(folder.File("masks", "big_mask.nii.gz"), 256, 70);
        await using var server = await RunningServer.Start(folder.Path);
        await using var browser = await Browser.Start(BrowserFactAttribute.Program!);
        await browser.Show(new Uri(server.Address, "#/view?manifest=manifest.csv"));
        await browser.Until("document.querySelector('canvas')?.dataset.state === 'drawn'");
        Assert.True(await Drawn(browser, IsGrey) > 3000, "no scan");
        Assert.True(await Drawn(browser, IsYellow) > 300, "no reference");
        Assert.Empty(browser.Complaints);
    }

    [BrowserFact]
    public async Task Should_show_radiographs_and_search_a_long_manifest()
    {
        folder.Write("manifest.csv", "case,subject,site,image,label:Edema,label:Mass\n" + string.Concat(Enumerable.Range(0, 2500).Select(i => $"c{i:d4},s{i:d4},A,{i}.png,{i % 2},-1\n")));
        foreach (int i in new[] { 1, 2, 2400 }) File.WriteAllBytes(folder.File($"{i}.png"), PngFile.Grey8(200, 300, (x, y) => (byte)(x + 20)));
        await using var server = await RunningServer.Start(folder.Path);
        await using var browser = await Browser.Start(BrowserFactAttribute.Program!);
        await browser.Show(new Uri(server.Address, "#/view?manifest=manifest.csv&case=c0001"));
        await browser.Until("document.querySelector('main img')?.dataset.state === 'drawn'");
        Assert.Equal("Edema present Mass uncertain", (string?)await browser.Ask("[...document.querySelectorAll('.layers tbody tr')].map(row => [...row.children].map(cell => cell.textContent).join(' ')).join(' ')"));
        Assert.Equal("200 x 300 pixels", (string?)await browser.Ask("document.querySelector('.planes p[role=status]').textContent"));
        await browser.Ask("document.querySelector('.stage').focus()");
        await browser.Press("n");
        await browser.Until("document.querySelector('h1').textContent.startsWith('c0002')");
        Assert.Equal(2000, (int)(await browser.Ask("document.querySelectorAll('.cases tbody tr').length"))!);
        await browser.Ask("(box => { box.value = 'c2400'; box.dispatchEvent(new Event('change')); })(document.querySelector('.cases .callout input'))");
        await browser.Until("document.querySelector('h1').textContent.startsWith('c2400')");
        await browser.Show(new Uri(server.Address, "#/view?manifest=manifest.csv&case=c0001"), 390, 844, dark: true);
        await browser.Until("document.querySelector('main img')?.dataset.state === 'drawn'");
        Assert.Equal(390, (int)(await browser.Ask("Math.max(innerWidth, document.documentElement.scrollWidth)"))!);
        Assert.Empty(browser.Complaints);
    }

    [BrowserFact]
    public async Task Should_take_every_name_as_text()
    {
        foreach (string name in RunTests.Hostile) Runs.Write(folder.File("runs", name));
        await using var server = await RunningServer.Start(folder.Path);
        await using var browser = await Browser.Start(BrowserFactAttribute.Program!);
        await browser.Show(server.Address);
        await browser.Until($"document.querySelectorAll('main table')[1]?.querySelectorAll('tbody a').length === {RunTests.Hostile.Length}");
        string[] shown = JsonSerializer.Deserialize<string[]>(await browser.Ask("[...document.querySelectorAll('main table')[1].querySelectorAll('tbody a')].map(a => a.textContent)"))!;
        Assert.Equal(RunTests.Hostile.Select(name => "runs/" + name).Order(StringComparer.Ordinal), shown.Order(StringComparer.Ordinal));
        Assert.Equal(0, (int)(await browser.Ask("document.querySelectorAll('main img, main script').length"))!);
        foreach (string name in RunTests.Hostile)
        {
            await browser.Show(server.Address);
            await browser.Until($"[...document.querySelectorAll('main a')].some(a => a.textContent === {JsonSerializer.Serialize("runs/" + name)})");
            await browser.Ask($"[...document.querySelectorAll('main a')].find(a => a.textContent === {JsonSerializer.Serialize("runs/" + name)}).click()");
            await browser.Until($"document.querySelector('h1').textContent === {JsonSerializer.Serialize("runs/" + name)} && document.querySelector('path.curve')");
        }
        Assert.Empty(browser.Complaints);
    }

    [BrowserFact]
    public async Task Should_fit_a_telephone_and_follow_light_and_dark()
    {
        _ = new ScoredStudy(folder);
        Runs.Write(folder.File("runs", new string('x', 120)));
        string run = Uri.EscapeDataString("runs/" + new string('x', 120));
        await using var server = await RunningServer.Start(folder.Path);
        await using var browser = await Browser.Start(BrowserFactAttribute.Program!);
        foreach (string page in new[] { "", $"#/run?path={run}", "#/study?path=study/s.yaml", "#/view?study=study/s.yaml" })
        {
            var colors = new HashSet<string?>();
            foreach (bool dark in new[] { false, true })
            {
                await browser.Show(new Uri(server.Address, page), 390, 844, dark);
                await browser.Until("document.querySelector('main table')");
                Assert.Equal(390, (int)(await browser.Ask("Math.max(innerWidth, document.documentElement.scrollWidth)"))!);
                colors.Add((string?)await browser.Ask("getComputedStyle(document.body).backgroundColor + getComputedStyle(document.body).color"));
            }
            Assert.Equal(2, colors.Count);
        }
        Assert.Empty(browser.Complaints);
    }

    [BrowserFact]
    public async Task Should_sort_and_filter_and_see_a_run_go_on()
    {
        foreach (int i in Enumerable.Range(0, 5)) Runs.Write(folder.File("runs", $"r{i}"), i % 2 == 0 ? "octl" : "mmtl", epochs: 2 + i);
        Runs.Write(folder.File("runs", "live"), "l2sp", epochs: 1, done: false);
        await using var server = await RunningServer.Start(folder.Path);
        await using var browser = await Browser.Start(BrowserFactAttribute.Program!);
        const string Names = "[...document.querySelectorAll('main table')[1].querySelectorAll('tbody th')].map(th => th.textContent).join()";
        await browser.Show(server.Address);
        await browser.Until("document.querySelectorAll('main table')[1]?.querySelectorAll('tbody th').length === 6");
        await browser.Ask("[...document.querySelectorAll('main table')[1].querySelectorAll('thead button')].find(b => b.textContent === 'epochs').click()");
        Assert.Equal("runs/r4,runs/r3,runs/r2,runs/r1,runs/r0,runs/live", (string?)await browser.Ask(Names));
        await browser.Ask("(box => { box.value = 'mmtl'; box.dispatchEvent(new Event('input')); })(document.querySelectorAll('main input[type=search]')[1])");
        Assert.Equal("runs/r3,runs/r1", (string?)await browser.Ask(Names));

        await browser.Show(new Uri(server.Address, "#/run?path=runs/live"));
        await browser.Until("document.querySelector('.lead')?.textContent.includes('1 of 10 epochs')");
        Runs.Write(folder.File("runs", "live"), "l2sp", epochs: 7, done: false);
        await browser.Until("document.querySelector('.lead').textContent.includes('7 of 10 epochs')");
        Assert.Empty(browser.Complaints);
    }

    /// <summary>Long names, long reasons, a picture wider than the screen: neither the page nor one of its tables needs a sideways scroll.</summary>
    [BrowserFact]
    public async Task Should_fit_the_page_of_data_next_on_a_narrow_screen()
    {
        Case Named(int i) => new() { Id = $"sub-0123456789ab_ses-{i}_acq-highresolution_T1w", Subject = $"sub-0123456789ab{i}", Site = "north", Image = $"/scans/{i}.nii.gz" };
        List<CaseReading> candidates = [.. Enumerable.Range(0, 4).Select(i => new CaseReading(Named(i), 0.5 - (i / 10.0), [i, 1f]))];
        var pool = new AnnotationPool([Named(8)], [.. candidates.Select(item => item.Case)], [new LeftOutCase(Named(9), "reserved for test by the split (drawn by seed 0), of the run's own manifest /data/hospitals/north/2026/january/exports/manifest.csv")]);
        var answer = new NextCases("north", pool, [new NextCase(candidates[0].Case, 0.5, 1.25, pool.Annotated[0], 1, 2, 4), new NextCase(candidates[1].Case, 0.4, null, null, 1, null, 3)], candidates, []);
        var picture = new FigureBlock(FigureContent.Png("next-001", SlicePicture.Draw(new SliceImage(new float[160 * 160], 160, 160), [], 3), 480, 480), "A case", "1. a case");
        HtmlPage.Write(folder.File("next.html"), NextPage.Make(answer, [picture], "siteadapt data next /data/hospitals/north/2026/january/exports/manifest.csv --run runs/mmtl --target north --html next.html"));
        await using var browser = await Browser.Start(BrowserFactAttribute.Program!);
        await browser.Show(new Uri(folder.File("next.html")), 390, 844);
        await browser.Until("document.querySelectorAll('table').length === 3");
        await browser.Ask("document.querySelectorAll('details').forEach(part => part.open = true)");
        Assert.Equal(390, (int)(await browser.Ask("Math.max(innerWidth, document.documentElement.scrollWidth)"))!);
        const string TooWide = "[...document.querySelectorAll('figure.table .scroll')].filter(box => box.scrollWidth > box.clientWidth).length";
        Assert.Equal(0, (int)(await browser.Ask(TooWide))!);
        await browser.Ask("document.querySelectorAll('.stacks').forEach(table => table.classList.remove('stacks'))");
        Assert.Equal(3, (int)(await browser.Ask(TooWide))!); // as plain tables they would be
        await browser.Show(new Uri(folder.File("next.html")));
        await browser.Until("document.querySelector('thead')?.offsetHeight > 0"); // a table where there is room
        Assert.Empty(browser.Complaints);
    }

    /// <summary>Pixels of the canvas of one kind, once it has been drawn anew.</summary>
    static async Task<int> Drawn(Browser browser, Func<SKColor, bool> kind)
    {
        await browser.Ask(TwoFrames);
        var at = (await browser.Ask("(box => [box.left, box.top, box.right, box.bottom].map(Math.round))(document.querySelector('canvas').getBoundingClientRect())"))!.AsArray();
        using var picture = SKBitmap.Decode(await browser.Picture());
        int count = 0;
        for (int y = (int)at[1]!; y < Math.Min((int)at[3]!, picture.Height); y++)
            for (int x = (int)at[0]!; x < Math.Min((int)at[2]!, picture.Width); x++)
                if (kind(picture.GetPixel(x, y))) count++;
        return count;
    }

    static bool IsGrey(SKColor color) => color.Red > 100 && Math.Abs(color.Red - color.Green) < 8 && Math.Abs(color.Red - color.Blue) < 8;

    static bool IsYellow(SKColor color) => color.Red > 120 && color.Green > 120 && color.Blue < Math.Min(color.Red, color.Green) - 60;

    static bool IsPink(SKColor color) => color.Red > 120 && color.Green < color.Red - 45 && color.Blue > color.Green + 15;

    public void Dispose() => folder.Dispose();
}
