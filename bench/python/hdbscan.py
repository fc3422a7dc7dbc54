"""scikit-learn's HDBSCAN, brute, on a float32 file: POINTS DIMENSIONS MIN_CLUSTER_SIZE MIN_SAMPLES LABELS. Times the fit."""

import json
import os
import resource
import sys
import time

import numpy as np
from sklearn.cluster import HDBSCAN

points, dimensions, min_cluster_size, min_samples, labels = sys.argv[1:]
x = np.fromfile(points, dtype=np.float32).reshape(-1, int(dimensions))
model = HDBSCAN(
    min_cluster_size=int(min_cluster_size), min_samples=int(min_samples), algorithm="brute", copy=True
)
model.fit(x[:500])  # loads its libraries and starts its threads

cpu, wall = time.process_time(), time.perf_counter()
model.fit(x)
cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
timing = {"wallMs": wall * 1000, "cpuMs": cpu * 1000, "peakMb": peak}

if not os.path.exists(labels):  # once: what becomes of labels when edges of equal weight are taken in other orders
    first = model.labels_
    order = np.random.default_rng(1).permutation(len(x))
    permuted = np.empty_like(first)
    permuted[order] = model.fit(x[order]).labels_
    argsort, np.argsort = np.argsort, lambda values: argsort(values, kind="stable")
    stable = model.fit(x).labels_
    np.argsort = argsort
    np.concatenate([first, permuted, stable]).astype(np.int32).tofile(labels)
print(json.dumps(timing))
