"""Compares ONNX forms of the model: vocabulary, JSON Lines file with `text`, then two or more ONNX files.

For each file, one thread, texts singly and in turn: CPU ms to load, memory it adds, CPU ms a text at three lengths
(median), and the cosine of its vectors with those of the first file (mean, min) over 100 texts.
"""
import json
import statistics
import sys
import time
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import BertWordPieceTokenizer

LENGTHS = (16, 64, 240)
LAPS = 25


def memory_mb():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 1e6


class Model:
    def __init__(self, path):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        memory, cpu = memory_mb(), time.process_time()
        self.session = onnxruntime.InferenceSession(path, options)
        self.load_ms = (time.process_time() - cpu) * 1000
        self.memory_mb = memory_mb() - memory
        self.inputs = [each.name for each in self.session.get_inputs()]

    def embed(self, ids):
        ids = np.array([ids], dtype=np.int64)
        values = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        states = self.session.run(["last_hidden_state"], {name: values[name] for name in self.inputs})
        vector = states[0][0].astype(np.float64).mean(axis=0)
        return vector / np.linalg.norm(vector)

    def cpu_ms(self, ids):
        cpu = time.process_time()
        self.embed(ids)
        return (time.process_time() - cpu) * 1000


vocabulary, texts_file, *paths = sys.argv[1:]
tokenizer = BertWordPieceTokenizer(vocabulary, lowercase=True)
tokenizer.enable_truncation(256)
texts = [json.loads(line)["text"] for line in open(texts_file, encoding="utf-8")]
sample = [tokenizer.encode(text).ids for text in texts[:: max(1, len(texts) // 100)][:100]]
longest = max(sample, key=len)
models = [Model(path) for path in paths]
times = {n: [[model.cpu_ms(longest[:n]) for model in models] for _ in range(LAPS)] for n in LENGTHS}
vectors = [np.array([model.embed(ids) for ids in sample]) for model in models]
for i, (path, model) in enumerate(zip(paths, models)):
    laps = ", ".join(f"{statistics.median(lap[i] for lap in times[n]):.1f} ms at {n}" for n in LENGTHS)
    cosines = (vectors[0] * vectors[i]).sum(axis=1)
    print(f"{Path(path).name}: load {model.load_ms:.0f} ms CPU, +{model.memory_mb:.0f} MB; {laps} tokens; "
          f"cosine {cosines.mean():.6f} / {cosines.min():.6f}")
