namespace SiteAdapt.Studies;

/// <summary>One patient's score under one run of a method.</summary>
/// <param name="Source">Site that the model comes from; several pooled sites have one name together.</param>
/// <param name="Target">Site that it was adapted to.</param>
/// <param name="Seed">Seed of the run.</param>
/// <param name="Site">Site of the patient: the target for target scores, the source for what is lost there.</param>
/// <param name="Subject">The patient, by a name that is unique within the site.</param>
/// <param name="Value">The score; null where it is missing, NaN or infinite where the metric gave that.</param>
public sealed record CaseValue(string Source, string Target, long Seed, string Site, string Subject, double? Value);

/// <summary>The score of one run: a mean over patients, or a metric of the whole test set such as AUC.</summary>
/// <param name="Source">Site that the model comes from.</param>
/// <param name="Target">Site that it was adapted to.</param>
/// <param name="Seed">Seed of the run.</param>
/// <param name="Value">The score; null where it is missing, NaN or infinite where no finite one could be had.</param>
public sealed record RunValue(string Source, string Target, long Seed, double? Value);

/// <summary>The score of a pair of sites: the mean over its seeds.</summary>
/// <param name="Source">Site that the model comes from.</param>
/// <param name="Target">Site that it was adapted to.</param>
/// <param name="Value">The mean; null or NaN where no seed has a finite value.</param>
public sealed record PairValue(string Source, string Target, double? Value);

/// <summary>A run that a study asks for, with the patients that it is to be tested on (none for a metric of a whole test set).</summary>
public sealed record ExpectedRun(string Source, string Target, long Seed, IReadOnlyList<Patient> Patients);

/// <summary>A patient, by a name that is unique within the site.</summary>
public readonly record struct Patient(string Site, string Subject);
