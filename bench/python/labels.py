"""Peers that cluster labelled short texts, on a float32 file: POINTS DIMENSIONS K SEEDS. Times each fit; prints its labels.

Texts that a peer leaves over go to the nearest mean of its clusters. Settings are those of BERTopic where it has some.
"""

import json
import sys
import time
import warnings

import numpy as np
from evoc import EVoC
from sklearn.cluster import HDBSCAN, AgglomerativeClustering, KMeans
from umap import UMAP

warnings.filterwarnings("ignore")
points, dimensions, k, seeds = sys.argv[1:]
x, k = np.fromfile(points, dtype=np.float32).reshape(-1, int(dimensions)), int(k)


def layout(data, seed):
    umap = UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=seed)
    return umap.fit_transform(data)


def kmeans(data, seed):
    return KMeans(k, n_init=10, random_state=seed).fit_predict(data)


def ward(data, _):
    return AgglomerativeClustering(k).fit_predict(data)


def hdbscan(data, _):
    return HDBSCAN(min_cluster_size=10, copy=True).fit_predict(data)


def evoc(data, seed):
    return EVoC(random_state=seed).fit_predict(data.copy())


def evoc_near_k(data, seed):
    model = EVoC(random_state=seed)
    model.fit(data.copy())
    return min(model.cluster_layers_, key=lambda labels: abs(labels.max() + 1 - k))


ON_VECTORS = {
    "k-means, best of 10": kmeans,
    "Ward": ward,
    "EVoC": evoc,
    "EVoC, layer nearest to k": evoc_near_k,
}
ON_LAYOUT = {"UMAP + k-means": kmeans, "UMAP + Ward": ward, "UMAP + HDBSCAN": hdbscan}


def assigned(labels):
    """Everything in some cluster, and the share that was without this."""
    own = labels >= 0
    ids = np.unique(labels[own])
    means = np.stack([x[labels == each].mean(axis=0) for each in ids])
    filled = labels.copy()
    for i in np.flatnonzero(~own):
        filled[i] = ids[((means - x[i]) ** 2).sum(axis=1).argmin()]
    return filled.tolist(), float(own.mean())


def timed(work, seed, data):
    cpu, wall = time.process_time(), time.perf_counter()
    result = work(data, seed)
    return np.asarray(result), 1000 * (time.perf_counter() - wall), 1000 * (time.process_time() - cpu)


def lap(seed):
    """Every peer with one seed; those on the layout share one, whose time counts for each."""
    flat, layout_wall, layout_cpu = timed(layout, seed, x)
    runs = {name: (peer, x, 0, 0) for name, peer in ON_VECTORS.items()}
    runs |= {name: (peer, flat, layout_wall, layout_cpu) for name, peer in ON_LAYOUT.items()}
    results = {}
    for name, (peer, data, more_wall, more_cpu) in runs.items():
        labels, wall, cpu = timed(peer, seed, data)
        filled, share = assigned(labels)
        times = {"wallMs": wall + more_wall, "cpuMs": cpu + more_cpu}
        results[name] = times | {"labels": filled, "assigned": share}
    return results


layout(x[:500], 0)  # loads libraries, and compiles what is compiled at first
evoc(x[:500], 0)
laps = [lap(seed) for seed in range(int(seeds))]
print(json.dumps({name: [each[name] for each in laps] for name in laps[0]}))
