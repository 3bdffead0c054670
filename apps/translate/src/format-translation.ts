import type { Alternative, Translation } from "@bnnkit/runtime";
import { oneLine, oneLineJson } from "./one-line.ts";

/** How many scores are shown with, in digits after the point: float32 sums agree to about five. */
const scoreDigits = 4;

/** One translation as one line: the text, or one JSON object with the source and up to n scored alternatives. A source
 *  without a sentence stays as it is, without scores. */
export function formatTranslation(
  source: string,
  { text, alternatives, pieces, isReliable }: Translation,
  { json, nBest }: { readonly json: boolean; readonly nBest: number },
): string {
  if (json) {
    return oneLineJson({
      source,
      translation: text,
      complete: pieces.every(({ isComplete }) => isComplete),
      reliable: isReliable,
      faults: [...new Set(pieces.flatMap(({ faults }) => faults))],
      alternatives: alternatives.map((alternative) => ({
        text: alternative.text,
        score: round(alternative.score),
        logProbability: round(alternative.logProbability),
      })),
    });
  }
  const isPlain = nBest === 1 || pieces.length === 0;
  return oneLine(isPlain ? text : alternatives.map(formatAlternative).join("\t"));
}

function formatAlternative({ text, score }: Alternative): string {
  return `${score.toFixed(scoreDigits)} ${text.replaceAll("\t", " ")}`;
}

function round(value: number): number {
  return Number(value.toFixed(scoreDigits));
}
