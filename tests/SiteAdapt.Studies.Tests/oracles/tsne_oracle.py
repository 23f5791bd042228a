"""Writes goldens/tsne_goldens.json: t-SNE by scikit-learn 1.2 (exact, PCA start, automatic learning rate).

Where a run ends depends on the last bits of its start, so that it is run from 40 starts that differ by a millionth.
Debian's python3-sklearn:  python3 oracles/tsne_oracle.py goldens/tsne_goldens.json
"""
import json
import sys

import numpy as np
from scipy.spatial.distance import squareform
from sklearn.decomposition import PCA
from sklearn.manifold import TSNE, _t_sne
from sklearn.metrics import pairwise_distances


def case(name, data, perplexity):
    data = np.round(data, 4)
    distances = pairwise_distances(data, metric="sqeuclidean")
    joint = squareform(_t_sne._joint_probabilities(distances.astype(np.float32), perplexity, 0))
    start = PCA(2, svd_solver="full").fit_transform(data)
    start *= 1e-4 / np.std(start[:, 0])
    divergences = []
    for _ in range(40):
        near = start * (1 + 1e-6 * random.randn(*start.shape))
        divergences.append(float(TSNE(perplexity=perplexity, method="exact", init=near, learning_rate="auto", n_iter=1000).fit(data).kl_divergence_))
    return {
        "name": name, "perplexity": perplexity, "data": data.tolist(), "joint": np.round(joint, 9).tolist(),
        "lowest": min(divergences), "highest": max(divergences),
    }


random = np.random.RandomState(3)
clusters = np.repeat(3 * random.randn(3, 6), [20, 4, 12], axis=0) + random.randn(36, 6)
curve = np.linspace(0, 1, 57)[:, None] * np.arange(1, 9) + 0.02 * random.randn(57, 8)
noise = random.randn(30, 40)
cases = [case("clusters", clusters, 10), case("curve", curve, 10), case("noise", noise, 8)]
with open(sys.argv[1], "w", encoding="ascii") as file:
    json.dump(cases, file)
