namespace SiteAdapt.Data;

/// <summary>Which radiographs an import takes.</summary>
public enum RadiographViews
{
    /// <summary>From front or back, however the detector stood.</summary>
    Frontal,
    Pa,
    Ap,

    /// <summary>Lateral ones too.</summary>
    All,
}

/// <summary>What the imports of chest radiographs have in common.</summary>
/// <param name="SiteByView">A site per view, such as <c>chexpert-PA</c>, instead of one for the data set.</param>
/// <param name="SkipMissing">Leaves rows out whose image file is not there, instead of refusing.</param>
public sealed record RadiographOptions(RadiographViews Views = RadiographViews.Frontal, bool SiteByView = false, bool SkipMissing = false);
