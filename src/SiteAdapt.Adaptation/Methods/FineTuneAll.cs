namespace SiteAdapt.Adaptation;

/// <summary>Fine-tune-all (FTA): every parameter goes on learning, on target samples only, with a fresh optimizer.</summary>
public static class FineTuneAll
{
    public static AdaptationMethod Method { get; } = new() { Name = "fine-tune-all" };
}
