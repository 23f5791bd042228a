"""Writes goldens/statistics_goldens.json: the statistics of studies by slow, plain code of its own.

Python 3, NumPy and SciPy 1.10:  python3 oracles/statistics_oracle.py goldens/statistics_goldens.json
Nothing here follows the C# code but the definitions in docs/reference/statistics.md and the random generator.
"""
import hashlib
import itertools
import json
import math
import sys

import numpy as np
from scipy import stats

MASK = (1 << 64) - 1


class Stream:
    """xoshiro256** (Blackman and Vigna 2021), seeded by SHA-256 of "seed/name"."""

    def __init__(self, seed, name):
        digest = hashlib.sha256(f"{seed}/{name}".encode()).digest()
        self.s = [int.from_bytes(digest[8 * i:8 * i + 8], "little") for i in range(4)]

    @staticmethod
    def rotl(x, k):
        return ((x << k) | (x >> (64 - k))) & MASK

    def bits(self):
        s = self.s
        result = self.rotl(s[1] * 5 & MASK, 7) * 9 & MASK
        t = s[1] << 17 & MASK
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= t
        s[3] = self.rotl(s[3], 45)
        return result

    def integer(self, count):
        limit = MASK - MASK % count
        while True:
            bits = self.bits()
            if bits < limit:
                return bits % count


def finite(values):
    return [v for v in values if v is not None and math.isfinite(v)]


def mean(values):
    return math.fsum(values) / len(values)


# A case is (source, target, seed, site, subject, value).
def paper_mean(cases):
    """Patients -> run, runs -> seed, seeds; None without a value."""
    seeds = []
    for seed in sorted({c[2] for c in cases}):
        runs = []
        for pair in sorted({c[:2] for c in cases}):
            values = finite(c[5] for c in cases if c[2] == seed and c[:2] == pair)
            if values:
                runs.append(mean(values))
        if runs:
            seeds.append(mean(runs))
    return seeds


def pair_means(cases):
    out = []
    for pair in sorted({c[:2] for c in cases}):
        runs = []
        for seed in sorted({c[2] for c in cases}):
            values = finite(c[5] for c in cases if c[2] == seed and c[:2] == pair)
            if values:
                runs.append(mean(values))
        out.append((*pair, mean(runs) if runs else None))
    return out


def percentile_interval(values, level):
    return [float(np.quantile(values, (1 - level) / 2)), float(np.quantile(values, (1 + level) / 2))]


def patient_bootstrap(sets, statistic, seed, resamples, level):
    """Builds every resampled data set in full, with each drawn patient under a name of its own."""
    stream = Stream(seed, "bootstrap/patients")
    patients = sorted({(c[3], c[4]) for s in sets for c in s if finite([c[5]])})
    sites = sorted({site for site, _ in patients})
    drawn_values, redrawn = [], 0
    while len(drawn_values) < resamples:
        draw = []
        for site in sites:
            here = [p for p in patients if p[0] == site]
            draw += [here[stream.integer(len(here))] for _ in here]
        means = []
        for cases in sets:
            by_patient = {}
            for c in cases:
                by_patient.setdefault((c[3], c[4]), []).append(c)
            resampled = [(*c[:4], f"{c[4]}#{i}", c[5]) for i, p in enumerate(draw) for c in by_patient.get(p, [])]
            seeds = paper_mean(resampled)
            means.append(mean(seeds) if seeds else math.nan)
        value = statistic(means)
        if math.isfinite(value):
            drawn_values.append(value)
        else:
            redrawn += 1
    return {"interval": percentile_interval(drawn_values, level), "redrawn": redrawn}


def site_bootstrap(pairs, seed, resamples, level):
    """Lists every drawn pair as often as its source and target were drawn."""
    stream = Stream(seed, "bootstrap/sites")
    pairs = [p for p in pairs if finite([p[2]])]
    sources, targets = sorted({p[0] for p in pairs}), sorted({p[1] for p in pairs})
    one_to_one = len(sources) == len(targets) == len(pairs)
    values, redrawn = [], 0
    while len(values) < resamples:
        s = None if one_to_one else [sources[stream.integer(len(sources))] for _ in sources]
        t = [targets[stream.integer(len(targets))] for _ in targets]
        if one_to_one:
            drawn = [p[2] for b in t for p in pairs if p[1] == b]
        else:
            drawn = [p[2] for a in s for b in t for p in pairs if p[:2] == (a, b)]
        if drawn:
            values.append(mean(drawn))
        else:
            redrawn += 1
    low, high = sum(v <= 0 for v in values), sum(v >= 0 for v in values)
    return {"interval": percentile_interval(values, level), "redrawn": redrawn,
            "p": min(1.0, 2 * (1 + min(low, high)) / (1 + resamples))}


def all_sign_patterns(differences, pratt):
    """Exact two-sided p by going through all 2^n sign patterns."""
    d = np.array(differences)
    if not pratt:
        d = d[d != 0]
    ranks = stats.rankdata(abs(d))[d != 0]
    d = d[d != 0]
    seen = min(ranks[d > 0].sum(), ranks[d < 0].sum())
    signs = np.array(list(itertools.product([0, 1], repeat=len(d))))
    above = signs @ ranks
    return float(np.mean(np.minimum(above, ranks.sum() - above) <= seen + 1e-9)) if len(d) else 1.0


def wilcoxon_cases(rng):
    out = []

    def add(d, zeros, p, how):
        d = [float(x) for x in d]
        ranked = d if zeros == "pratt" else [x for x in d if x != 0]
        ranks = stats.rankdata(np.abs(ranked)) if ranked else np.array([])
        above = float(sum(r for r, x in zip(ranks, ranked) if x > 0))
        below = float(sum(r for r, x in zip(ranks, ranked) if x < 0))
        out.append({"differences": d, "zeros": zeros, "p": float(p), "above": above, "below": below,
                    "rank_biserial": (above - below) / (above + below), "how": how})

    for n in (1, 2, 3, 5, 8, 15, 25, 30, 50):
        d = rng.normal(0.4, 1, n)
        add(d, "wilcox", stats.wilcoxon(d, mode="exact").pvalue, "scipy exact")
    for n in (4, 7, 10, 12, 14):
        for zeros in ("wilcox", "pratt"):
            d = np.concatenate([[2.0], rng.integers(-3, 5, n - 1).astype(float)])
            add(d, zeros, all_sign_patterns(d, zeros == "pratt"), "all sign patterns")
    for n in (51, 60, 90):
        d = rng.normal(0.2, 1, n)
        add(d, "wilcox", stats.wilcoxon(d, mode="approx", correction=True).pvalue, "scipy approx, no ties")
    for n in (90, 150):
        for zeros in ("wilcox", "pratt"):
            d = rng.integers(-5, 7, n).astype(float)
            add(d, zeros, stats.wilcoxon(d, zero_method=zeros, mode="approx", correction=True).pvalue, "scipy approx, ties and zeros")
    return out


def closed_bonferroni(p):
    """Holm as the closed test of Bonferroni: for each hypothesis the worst of all families that hold it."""
    k = range(len(p))
    families = [f for n in range(1, len(p) + 1) for f in itertools.combinations(k, n)]
    return [max(min(1.0, len(f) * min(p[j] for j in f)) for f in families if i in f) for i in k]


def variance_components(cases):
    """Sequential sums of squares by least squares on indicator columns."""
    seeds = sorted({c[2] for c in cases})
    table = {}
    for c in cases:
        table.setdefault((c[0], c[1], c[2]), []).append(c[5])
    runs = {k: mean(finite(v)) for k, v in table.items() if finite(v)}
    seeds = [s for s in seeds if any(k[2] == s for k in runs)]
    pairs = [p for p in sorted({k[:2] for k in table}) if all((*p, s) in runs for s in seeds)]
    y = np.array([runs[(*p, s)] for p in pairs for s in seeds])
    one = np.ones((len(y), 1))
    a = np.array([[float(p == q) for q in pairs] for p in pairs for _ in seeds])
    b = np.array([[float(s == q) for q in seeds] for _ in pairs for s in seeds])

    def rss(*columns):
        x = np.hstack(columns)
        return float(np.sum((y - x @ np.linalg.lstsq(x, y, rcond=None)[0]) ** 2))

    ss_pair, ss_seed, ss_res = rss(one) - rss(one, a), rss(one) - rss(one, b), rss(one, a, b)
    ms = [ss_pair / (len(pairs) - 1), ss_seed / (len(seeds) - 1), ss_res / ((len(pairs) - 1) * (len(seeds) - 1))]
    return {"mean_squares": ms, "pair": (ms[0] - ms[2]) / len(seeds), "seed": (ms[1] - ms[2]) / len(pairs), "residual": ms[2],
            "pairs": len(pairs), "pairs_left_out": len({k[:2] for k in table}) - len(pairs), "seeds": len(seeds)}


def worst(cases):
    sites = {}
    for site in sorted({c[3] for c in cases}):
        seeds = paper_mean([c for c in cases if c[3] == site])
        sites[site] = mean(seeds)
    patients = sorted(mean(v) for v in (finite(c[5] for c in cases if c[3:5] == p) for p in sorted({c[3:5] for c in cases})) if v)
    tenth = patients[:math.ceil(len(patients) / 10)]
    return {"site": min(sites, key=sites.get), "site_mean": min(sites.values()), "tenth": mean(tenth), "tenth_patients": len(tenth)}


def make_cases(rng, sites, patients, seeds, level, holes, on_source=False):
    cases = []
    difficulty = {(s, f"p{i}"): rng.normal(0, 0.05) for s in sites for i in range(patients)}
    for a, b in itertools.permutations(sites, 2):
        shift = rng.normal(0, 0.03)
        for seed in seeds:
            for i in range(patients):
                site = a if on_source else b
                value = level + shift + difficulty[(site, f"p{i}")] + rng.normal(0, 0.02)
                u = rng.random()
                cases.append((a, b, seed, site, f"p{i}", None if u < holes / 2 else math.nan if u < holes else float(value)))
    return cases


def common(*sets):
    """The sets on the keys where all are finite."""
    maps = [{c[:5]: c[5] for c in s} for s in sets]
    keys = [k for k in maps[0] if all(k in m and finite([m[k]]) for m in maps)]
    return [[(*k, m[k]) for k in keys] for m in maps]


def cohort(rng, sites, patients, seeds, holes, resamples):
    cells = {name: make_cases(rng, sites, patients, seeds, level, holes)
             for name, level in (("none", 0.55), ("first", 0.74), ("second", 0.73), ("all", 0.86))}
    if holes:  # one run failed altogether
        cells["first"] = [(*c[:5], None) if c[:3] == ("A", "B", 1) else c for c in cells["first"]]
    options = {"seed": 7, "resamples": resamples, "level": 0.9}
    draw = (options["seed"], options["resamples"], options["level"])
    first, second = common(cells["first"], cells["second"])
    difference = [(*a[:5], a[5] - b[5]) for a, b in zip(first, second)]
    pairs = [p for p in pair_means(difference)]
    d = np.array([p[2] for p in pairs])
    method, none, full = common(cells["first"], cells["none"], cells["all"])

    def share(m):
        return (m[0] - m[1]) / (m[2] - m[1]) if m[2] - m[1] >= 0.01 else math.nan

    gaps = [share([a[2], b[2], c[2]]) for a, b, c in zip(pair_means(method), pair_means(none), pair_means(full))]
    after = make_cases(rng, sites, patients, seeds, 0.7, holes, on_source=True)
    models = [(a, a, seed, a, f"p{i}", float(rng.normal(0.85, 0.04))) for a in sites for seed in seeds for i in range(patients)]
    before = {(c[0], c[2], c[4]): c[5] for c in models}
    change = [(*c[:5], c[5] - before[(c[0], c[2], c[4])]) for c in after if finite([c[5]])]
    return {
        "cells": cells, "options": options,
        "means": {k: {"seeds": paper_mean(c), "deviation": float(np.std(paper_mean(c), ddof=1)),
                      "counts": [len(c), len(finite(x[5] for x in c)), sum(x[5] is None for x in c)]} for k, c in cells.items()},
        "patient_interval": patient_bootstrap([cells["first"]], lambda m: m[0], *draw),
        "difference": {"mean": mean(paper_mean(difference)), "patients": patient_bootstrap([difference], lambda m: m[0], *draw),
                       "sites": site_bootstrap(pairs, *draw), "dz": float(np.mean(d) / np.std(d, ddof=1)),
                       "wilcoxon": float(stats.wilcoxon(d, mode="exact").pvalue)},
        "gap": {"of_means": share([mean(paper_mean(s)) for s in (method, none, full)]),
                "median": float(np.median(gaps)), "patients": patient_bootstrap([method, none, full], share, *draw)},
        "worst": worst(cells["first"]),
        "variance": variance_components(cells["first"]),
        "forgetting": {"after": after, "models": models, "change": mean(paper_mean(change)),
                       "patients": patient_bootstrap([change], lambda m: m[0], *draw)},
    }


def site_cases(rng):
    layouts = {
        "crossed": list(itertools.permutations("ABCDEF", 2)),
        "sparse": [("A", "B"), ("C", "D"), ("A", "D")],
        "one to one": [("S1", "A"), ("S2", "B"), ("S3", "C"), ("S4", "D")],
        "one source": [("A", t) for t in "BCDE"],
    }
    out = []
    for name, pairs in layouts.items():
        values = [(a, b, float(rng.normal(0.05, 0.1))) for a, b in pairs]
        out.append({"name": name, "pairs": values, "seed": 3, "resamples": 400, "level": 0.95, **site_bootstrap(values, 3, 400, 0.95)})
    return out


def encode(value):
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN"
    if isinstance(value, dict):
        return {k: encode(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [encode(v) for v in value]
    return value


def main(path):
    rng = np.random.default_rng(20221)
    families = [[float(x) for x in rng.random(n) ** 3] for n in (1, 2, 4, 7)] + [[0.02, 0.02, 0.5, 0.02], [0.9, 0.8, 0.7]]
    goldens = {
        "wilcoxon": wilcoxon_cases(rng),
        "holm": [{"p": p, "adjusted": closed_bonferroni(p)} for p in families],
        "sites": site_cases(rng),
        "cohorts": [cohort(rng, "ABC", 5, (0, 1, 2), 0.0, 300), cohort(rng, "ABCD", 4, (0, 1), 0.15, 200)],
    }
    with open(path, "w") as file:
        json.dump(encode(goldens), file, separators=(",", ":"))
        file.write("\n")


main(sys.argv[1])
