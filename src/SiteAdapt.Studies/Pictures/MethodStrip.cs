using SkiaSharp;

namespace SiteAdapt.Studies;

/// <summary>One method's mask of a slice.</summary>
/// <param name="Method">Its name, which sets the colour.</param>
/// <param name="Mask">[H, W] as the slice; anything but 0 is inside.</param>
/// <param name="Note">A short text under the panel such as its score, or empty.</param>
public sealed record StripMask(string Method, byte[] Mask, string Note = "");

/// <summary>One case of a strip: a slice, its reference and each method's mask.</summary>
/// <param name="Name">Case and slice.</param>
/// <param name="Slice">The image.</param>
/// <param name="Reference">[H, W] as the slice.</param>
/// <param name="Masks">In the order of the panels.</param>
public sealed record StripCase(string Name, SliceImage Slice, byte[] Reference, IReadOnlyList<StripMask> Masks);

/// <summary>
/// A picture that stands alone: for each case a grid of image, reference and every method's mask (tinted, with the
/// reference's border over it), with labels in the picture.
/// </summary>
public static class MethodStrip
{
    const int Gap = 10;
    const int LabelHeight = 24;
    const int NoteHeight = 20;
    const int CaseHeight = 26;
    const int FooterHeight = 28;
    const float LabelSize = 14;
    const float NoteSize = 12;

    static readonly SKColor Background = new(0x10, 0x13, 0x17);
    static readonly SKColor Strong = new(0xF2, 0xF4, 0xF6);
    static readonly SKColor Weak = new(0xA9, 0xB2, 0xBC);

    /// <summary>The figure; panels are wrapped after <paramref name="columns"/>, and look as <paramref name="looks"/> has the study's methods.</summary>
    public static FigureContent Draw(string name, IReadOnlyList<StripCase> cases, int columns = 5, int scale = 2, MethodLooks? looks = null)
    {
        ArgumentNullException.ThrowIfNull(cases);
        looks ??= MethodLooks.Of(cases.SelectMany(one => one.Masks).Select(mask => mask.Method));
        ArgumentOutOfRangeException.ThrowIfZero(cases.Count);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(columns);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(scale);
        var rows = cases.Select(one => new CaseLayout(one, columns, scale, looks)).ToList();
        int width = rows.Max(row => row.Width) + (2 * Gap);
        int height = rows.Sum(row => row.Height) + FooterHeight + Gap;
        byte[] png = Png.Encode(width, height, canvas =>
        {
            canvas.Clear(Background);
            int top = Gap;
            foreach (var row in rows)
            {
                DrawCase(canvas, row, top, scale, width);
                top += row.Height;
            }
            DrawFooter(canvas, cases[0].Slice.View, width, top + (FooterHeight / 2));
        });
        return FigureContent.Png(name, png, width, height);
    }

    static void DrawCase(SKCanvas canvas, CaseLayout layout, int top, int scale, int width)
    {
        Png.Text(canvas, Png.Fitted(layout.Case.Name, width - (2 * Gap), LabelSize, bold: false), Gap, top + 15, LabelSize, Weak);
        for (int i = 0; i < layout.Panels.Count; i++)
        {
            int x = Gap + (i % layout.Columns * (layout.PanelWidth + Gap));
            int y = top + CaseHeight + (i / layout.Columns * (layout.PanelHeight + LabelHeight + NoteHeight));
            DrawPanel(canvas, layout, layout.Panels[i], x, y, scale);
        }
    }

    static void DrawPanel(SKCanvas canvas, CaseLayout layout, Panel panel, int x, int y, int scale)
    {
        float textX = x;
        if (panel.Color is { } color)
        {
            using var paint = new SKPaint { Color = SKColor.Parse(color) };
            canvas.DrawRect(new SKRect(x, y + 6, x + 10, y + 16), paint);
            textX += 16;
        }
        float room = x + layout.PanelWidth - textX;
        Png.Text(canvas, Png.Fitted(panel.Label, room, LabelSize, bold: true), textX, y + 16, LabelSize, Strong, bold: true);
        canvas.Save();
        canvas.Translate(x, y + LabelHeight);
        SlicePicture.DrawOn(canvas, layout.Case.Slice, panel.Overlays, scale);
        canvas.Restore();
        string note = Png.Fitted(panel.Note, layout.PanelWidth, NoteSize, bold: false);
        Png.Text(canvas, note, x, y + LabelHeight + layout.PanelHeight + 14, NoteSize, Weak);
    }

    static void DrawFooter(SKCanvas canvas, SliceView view, int width, int y)
    {
        string sides = view switch
        {
            SliceView.Sagittal => "Radiological view, anterior on the left.",
            SliceView.AsStored => "Array axes as in the file.",
            _ => "Radiological view, patient's right on the left (R).",
        };
        string text = $"Tint and its line: the mask. Yellow line: the reference. {sides}";
        Png.Text(canvas, Png.Fitted(text, width - (2 * Gap), NoteSize, bold: false), Gap, y + 4, NoteSize, Weak);
    }

    sealed record Panel(string Label, string? Color, IReadOnlyList<SliceOverlay> Overlays, string Note);

    sealed class CaseLayout
    {
        public CaseLayout(StripCase one, int columns, int scale, MethodLooks looks)
        {
            Case = one;
            var border = new SliceOverlay("reference", one.Reference, MethodColors.Reference);
            Panels =
            [
                new Panel("image", null, [], ""),
                new Panel("reference", MethodColors.Reference, [border], ""),
                .. one.Masks.Select(mask => new Panel(mask.Method, looks.Color(mask.Method),
                    [new SliceOverlay(mask.Method, mask.Mask, looks.Color(mask.Method), IsFilled: true), border], mask.Note)),
            ];
            Columns = Math.Min(columns, Panels.Count);
            (PanelWidth, PanelHeight) = SlicePicture.Size(one.Slice, scale);
        }

        public StripCase Case { get; }

        public IReadOnlyList<Panel> Panels { get; }

        public int Columns { get; }

        public int PanelWidth { get; }

        public int PanelHeight { get; }

        public int Width => (Columns * (PanelWidth + Gap)) - Gap;

        public int Height => CaseHeight + ((Panels.Count + Columns - 1) / Columns * (PanelHeight + LabelHeight + NoteHeight));
    }
}
