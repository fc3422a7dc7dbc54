"""faiss's exact search (IndexFlatIP) on float32 files: ROWS QUERIES DIMENSIONS K ONE|ALL. Times the look-ups alone."""

import json
import sys
import time

import faiss
import numpy as np

rows, queries, dimensions, k, how = sys.argv[1:]
x = np.fromfile(rows, dtype=np.float32).reshape(-1, int(dimensions))
q = np.fromfile(queries, dtype=np.float32).reshape(-1, int(dimensions))
index = faiss.IndexFlatIP(x.shape[1])
index.add(x)
index.search(q[:1], int(k))  # starts its threads

cpu, wall = time.process_time(), time.perf_counter()
if how == "ALL":
    found = index.search(q, int(k))[1]
else:
    found = np.concatenate([index.search(q[i : i + 1], int(k))[1] for i in range(len(q))])
cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
print(json.dumps({"wallMs": wall * 1000, "cpuMs": cpu * 1000, "found": found.tolist()}))
