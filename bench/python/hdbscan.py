"""scikit-learn's HDBSCAN, brute, on a float32 file: POINTS DIMENSIONS MIN_CLUSTER_SIZE MIN_SAMPLES LABELS. Times the fit."""

import json
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
model.labels_.astype(np.int32).tofile(labels)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"wallMs": wall * 1000, "cpuMs": cpu * 1000, "peakMb": peak}))
