"""scikit-learn's DBSCAN by cosine distance on a float32 file: POINTS DIMENSIONS EPS MIN_SAMPLES LABELS. Times the fit."""

import json
import sys
import time

import numpy as np
from sklearn.cluster import DBSCAN

points, dimensions, eps, min_samples, labels = sys.argv[1:]
x = np.fromfile(points, dtype=np.float32).reshape(-1, int(dimensions))
model = DBSCAN(eps=float(eps), min_samples=int(min_samples), metric="cosine")
model.fit(x[:500])  # loads its libraries and starts its threads

cpu, wall = time.process_time(), time.perf_counter()
model.fit(x)
cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
model.labels_.astype(np.int32).tofile(labels)
print(json.dumps({"wallMs": wall * 1000, "cpuMs": cpu * 1000}))
