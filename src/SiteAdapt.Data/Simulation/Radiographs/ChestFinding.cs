namespace SiteAdapt.Data;

/// <summary>What a simulated chest may have, each with a sign that is seen in its radiograph.</summary>
public enum ChestFinding
{
    /// <summary>A plate of collapsed lung; the diaphragm rises and the mediastinum moves to its side.</summary>
    Atelectasis,

    /// <summary>A heart wider than half of the chest.</summary>
    Cardiomegaly,

    /// <summary>Patchy opacity in a lobe.</summary>
    Consolidation,

    /// <summary>Haze around both hila, wide vessels.</summary>
    Edema,

    /// <summary>Fluid with a meniscus in the costophrenic angle.</summary>
    Effusion,

    /// <summary>Air between lung and chest wall: a rim without vessels.</summary>
    Pneumothorax,

    /// <summary>Dark, large lungs, flat diaphragm, narrow heart, thin vessels.</summary>
    Emphysema,

    /// <summary>Round opacity of up to 30 mm.</summary>
    Nodule,

    /// <summary>Opacity of more than 30 mm.</summary>
    Mass,

    /// <summary>Catheter, tube or pacemaker.</summary>
    Devices,
}
