"""scikit-learn's KMeans on float32 files: POINTS CENTRES DIMENSIONS TOLERANCE. Times the fit alone."""

import json
import sys
import time

import numpy as np
from sklearn.cluster import KMeans

points, centres, dimensions, tolerance = sys.argv[1:]
x = np.fromfile(points, dtype=np.float32).reshape(-1, int(dimensions))
start = np.fromfile(centres, dtype=np.float32).reshape(-1, int(dimensions))
model = KMeans(len(start), init=start, n_init=1, tol=float(tolerance), max_iter=300)
KMeans(2, n_init=1, max_iter=1).fit(x[:100])  # loads its libraries and starts its threads

cpu, wall = time.process_time(), time.perf_counter()
model.fit(x)
cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
print(
    json.dumps(
        {
            "wallMs": wall * 1000,
            "cpuMs": cpu * 1000,
            "inertia": float(model.inertia_),
            "iterations": int(model.n_iter_),
        }
    )
)
