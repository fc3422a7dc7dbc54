"""One sentence of each abstract by sumy: `extract.py scitldr.jsonl`; prints `{id, lexrank, textrank}` a line."""

import json
import re
import sys

from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence
from sumy.nlp.stemmers import Stemmer
from sumy.summarizers.lex_rank import LexRankSummarizer
from sumy.summarizers.text_rank import TextRankSummarizer
from sumy.utils import get_stop_words


class Tokenizer:
    def to_words(self, sentence):
        return re.findall(r"[A-Za-z']+|\d+", sentence)


def first(summarizer_class, document):
    summarizer = summarizer_class(Stemmer("english"))
    summarizer.stop_words = get_stop_words("english")
    return str(summarizer(document, 1)[0])


tokenizer = Tokenizer()
with open(sys.argv[1], encoding="utf-8") as file:
    for row in map(json.loads, file):
        sentences = [Sentence(each, tokenizer) for each in row["sentences"]]
        document = ObjectDocumentModel([Paragraph(sentences)])
        lexrank, textrank = first(LexRankSummarizer, document), first(TextRankSummarizer, document)
        print(json.dumps({"id": row["id"], "lexrank": lexrank, "textrank": textrank}))
