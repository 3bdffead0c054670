import type { Alternative, Translation } from "@bnnkit/runtime";

/** How many scores are shown with, in digits after the point: float32 sums agree to about five. */
const scoreDigits = 4;

/** One translation as one line: the text, or one JSON object with the source and up to n scored alternatives. */
export function formatTranslation(
  source: string,
  { text, alternatives, pieces }: Translation,
  { json, nBest }: { readonly json: boolean; readonly nBest: number },
): string {
  if (json) {
    return JSON.stringify({
      source,
      translation: text,
      complete: pieces.every(({ isComplete }) => isComplete),
      alternatives: alternatives.map((alternative) => ({
        text: alternative.text,
        score: round(alternative.score),
        logProbability: round(alternative.logProbability),
      })),
    });
  }
  return nBest === 1 ? text : alternatives.map(formatAlternative).join("\t");
}

function formatAlternative({ text, score }: Alternative): string {
  return `${score.toFixed(scoreDigits)} ${text.replaceAll("\t", " ")}`;
}

function round(value: number): number {
  return Number(value.toFixed(scoreDigits));
}
