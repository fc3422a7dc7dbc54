"""Embeds texts singly with onnxruntime: model, vocabulary, JSON file of texts, threads (0: the library's default).

Prints wall and CPU ms of the texts alone, without loading, with the tokenizer.
"""
import json
import sys
import time

import numpy as np
import onnxruntime
from tokenizers import BertWordPieceTokenizer

model, vocabulary, texts_file, threads = sys.argv[1:]
tokenizer = BertWordPieceTokenizer(vocabulary, lowercase=True)
tokenizer.enable_truncation(256)
options = onnxruntime.SessionOptions()
options.intra_op_num_threads = int(threads)
session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def embed(text):
    ids = np.array([tokenizer.encode(text).ids], dtype=np.int64)
    vector = session.run(None, {"input_ids": ids})[0][0].mean(axis=0)
    return vector / np.linalg.norm(vector)


with open(texts_file, encoding="utf-8") as file:
    texts = json.load(file)
embed(texts[0])
wall, cpu = time.perf_counter(), time.process_time()
for each in texts:
    embed(each)
print(json.dumps({"wallMs": (time.perf_counter() - wall) * 1000,
                  "cpuMs": (time.process_time() - cpu) * 1000}))
