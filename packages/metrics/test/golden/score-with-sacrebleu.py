"""Scores the sentences of sacrebleu.json with sacreBLEU and writes the results back into it.

Needs Python 3 and `pip install sacrebleu==2.6.0`.
"""

import json
import platform
import re
from pathlib import Path

import sacrebleu
from sacrebleu.metrics import BLEU, CHRF

PATH = Path(__file__).with_name("sacrebleu.json")
# White space other than U+0020 and combining marks are written as escapes, so that they can be seen.
INVISIBLE = re.compile(
    r"[\x7f-\xa0\u0300-\u036f\u1680\u2000-\u200f\u2028-\u202f\u205f\u3000\ufeff]"
)

METRICS = {
    "bleu": lambda: BLEU(),
    "bleuLowercase": lambda: BLEU(lowercase=True),
    "bleuEffectiveOrder": lambda: BLEU(effective_order=True),
    "bleuWithoutTokenizer": lambda: BLEU(tokenize="none"),
    "chrf": lambda: CHRF(),
    "chrfPlusPlus": lambda: CHRF(word_order=2),
    "chrfWhitespace": lambda: CHRF(whitespace=True),
}


def escape(match):
    return f"\\u{ord(match.group()):04x}"


def score(vector):
    references = vector["references"]
    most = max(len(of_segment) for of_segment in references)
    # sacreBLEU wants one stream per reference number; None marks a missing reference.
    streams = [
        [of_segment[j] if j < len(of_segment) else None for of_segment in references]
        for j in range(most)
    ]
    results = {}
    for name, create in METRICS.items():
        metric = create()
        result = metric.corpus_score(vector["hypotheses"], streams)
        results[name] = {
            "score": round(result.score, 8),
            "signature": str(metric.get_signature()),
        }
    return results


golden = json.loads(PATH.read_text(encoding="utf-8"))
golden["versions"] = {"sacrebleu": sacrebleu.__version__, "python": platform.python_version()}
for vector in golden["vectors"]:
    vector["results"] = score(vector)
text = json.dumps(golden, ensure_ascii=False, indent=2)
PATH.write_text(INVISIBLE.sub(escape, text) + "\n", encoding="utf-8")
