"""scikit-learn's MiniBatchKMeans on a float32 file: POINTS DIMENSIONS K SEEDS THREADS (0: as it chooses).

Times one fit a seed, and their mean.
"""

import json
import sys
import time

import numpy as np
from sklearn.cluster import MiniBatchKMeans
from threadpoolctl import threadpool_limits

points, dimensions, k, seeds, threads = sys.argv[1:]
x = np.fromfile(points, dtype=np.float32).reshape(-1, int(dimensions))
threadpool_limits(int(threads) or None)
MiniBatchKMeans(2, n_init=1, max_iter=1).fit(x[:2000])  # loads its libraries and starts its threads

cpu, wall = time.process_time(), time.perf_counter()
models = [MiniBatchKMeans(int(k), n_init=1, random_state=seed).fit(x) for seed in range(int(seeds))]
cpu, wall = time.process_time() - cpu, time.perf_counter() - wall


def about_means(labels):
    """Inertia about the means of the members, which is what ours is."""
    means = np.stack([x[labels == c].mean(axis=0, dtype=np.float64) for c in range(int(k))])
    return float(((x - means[labels]) ** 2).sum(dtype=np.float64))


print(
    json.dumps(
        {
            "wallMs": wall * 1000 / len(models),
            "cpuMs": cpu * 1000 / len(models),
            "inertia": float(np.mean([model.inertia_ for model in models])),
            "aboutMeans": float(np.mean([about_means(model.labels_) for model in models])),
            "steps": float(np.mean([model.n_steps_ for model in models])),
        }
    )
)
