"""Prints the character classes of src/lib/algorithms/text/unicode-ranges.ts, asked of the reference tokenizer.

Every code point goes through the normalizer and the pre-tokenizer of the `tokenizers` library, so that the
tables are those of the reference, whatever Unicode version it was built with.
"""
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer


def normalizer(**on):
    return BertNormalizer(**{"clean_text": False, "handle_chinese_chars": False,
                             "strip_accents": False, "lowercase": False, **on})


CLEAN = normalizer(clean_text=True)
SPACED = normalizer(handle_chinese_chars=True)
STRIPPED = normalizer(strip_accents=True)
PARTS = BertPreTokenizer()


def removed(char):
    return CLEAN.normalize_str(f"a{char}b") == "ab"


def white(char):
    return CLEAN.normalize_str(f"a{char}b") == "a b"


def ideograph(char):
    return SPACED.normalize_str(f"a{char}b") == f"a {char} b"


def mark(char):
    return STRIPPED.normalize_str(f"a{char}b") == "ab"


def punctuation(char):
    return len(PARTS.pre_tokenize_str(f"a{char}b")) == 3


def ranges(belongs):
    members = [c for c in range(0x110000) if not 0xD800 <= c <= 0xDFFF and belongs(chr(c))]
    runs = []
    for code in members:
        if runs and runs[-1][1] == code - 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return " ".join(f"{a:x}" if a == b else f"{a:x}-{b:x}" for a, b in runs)


for kind in (removed, white, ideograph, mark, punctuation):
    print(f"{kind.__name__}: {ranges(kind)}")
