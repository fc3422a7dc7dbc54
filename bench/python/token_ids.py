"""Token ids by the reference tokenizer: a JSON list of texts on stdin, a JSON list of id lists on stdout."""
import json
import sys

from tokenizers import BertWordPieceTokenizer

tokenizer = BertWordPieceTokenizer(sys.argv[1], lowercase=True)
print(json.dumps([each.ids for each in tokenizer.encode_batch(json.load(sys.stdin))]))
