import type { PairedBootstrap } from "@bnnkit/metrics";
import type { Comparison } from "./compare-evaluations.ts";
import type { Evaluation, Score } from "./evaluate.ts";

/** The scores for people to read. */
export function formatEvaluation(
  data: string,
  evaluation: Omit<Evaluation, "translations">,
): string {
  const { segments, references, modelBytes, tokenizerBytes, beamSize, kept } = evaluation;
  const kinds = Object.entries(kept.kinds).map(([kind, counts]) => {
    return `${kind} ${counts.kept}/${counts.of}`;
  });
  return [
    `data     ${data}: ${segments} segments, up to ${references} reference${references === 1 ? "" : "s"} each`,
    `BLEU     ${formatScore(evaluation.bleu)}`,
    `chrF     ${formatScore(evaluation.chrf)}`,
    `kept     all in ${kept.segments} segments; ${kinds.join(", ")}`,
    `faults   ${kept.unreliable} unreliable, ${kept.loops} with loops, ${kept.silentLoops} of them unnoticed`,
    `speed    ${evaluation.tokensPerSecond.toFixed(0)} tokens/s (${evaluation.generatedTokens} tokens in ${evaluation.seconds.toFixed(1)} s, beam ${beamSize})`,
    `size     ${modelBytes + tokenizerBytes} bytes (model ${modelBytes}, tokenizer ${tokenizerBytes})`,
    "",
  ].join("\n");
}

/** How a model differs from another, for people to read. */
export function formatComparison({
  model,
  bleu,
  chrf,
}: Comparison & { readonly model: string }): string {
  return [
    `against  ${model}`,
    formatDifference("BLEU", bleu),
    formatDifference("chrF", chrf),
    "",
  ].join("\n");
}

function formatScore({ score, lower, upper, signature }: Score): string {
  return `${score.toFixed(2)} (${lower.toFixed(2)} to ${upper.toFixed(2)})   ${signature}`;
}

function formatDifference(name: string, paired: PairedBootstrap): string {
  const { difference, lower, upper, pValue, scores } = paired;
  const sign = difference < 0 ? "" : "+";
  return `  ${name}   ${sign}${difference.toFixed(2)} (${lower.toFixed(2)} to ${upper.toFixed(2)}), there ${scores[1].toFixed(2)}, p = ${pValue.toFixed(3)}`;
}
