"""sumy's LexRank on sentences that are already split: `lexrank.py SENTENCES.json`; words by a plain pattern."""

import json
import re
import sys
import time

from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence
from sumy.nlp.stemmers import Stemmer
from sumy.summarizers.lex_rank import LexRankSummarizer
from sumy.utils import get_stop_words


class Tokenizer:
    def to_words(self, sentence):
        return re.findall(r"[A-Za-z']+|\d+", sentence)


with open(sys.argv[1], encoding="utf-8") as file:
    sentences = json.load(file)
summarizer = LexRankSummarizer(Stemmer("english"))
summarizer.stop_words = get_stop_words("english")
tokenizer = Tokenizer()


def run():
    document = ObjectDocumentModel([Paragraph([Sentence(each, tokenizer) for each in sentences])])
    return summarizer(document, 10)


run()
wall, cpu = time.perf_counter(), time.process_time()
run()
print(json.dumps({"wallMs": (time.perf_counter() - wall) * 1000, "cpuMs": (time.process_time() - cpu) * 1000}))
