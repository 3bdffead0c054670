import { loadTextClassifier } from "@bnnkit/runtime";
import type { NumberScore } from "../epochs/curves.ts";
import { UsageError } from "../errors.ts";
import { type Confusion, confusionOf, rightOf } from "../evaluate-images/confusion.ts";
import { maximumModelBytes, readInput } from "../read-input.ts";
import { numberOf, readLabelledTexts } from "../text/labelled-texts.ts";
import { scoreNumbers } from "../text/number-scale.ts";
import { openModel } from "../text/open-model.ts";

export interface EvaluateTextsOptions {
  /** A packed classifier of texts. */
  readonly model: string;
  /** Its tokenizer.json. */
  readonly tokenizer: string;
  /** Rows of labels, or numbers, and texts. */
  readonly data: string;
  /** Default 1. */
  readonly threads?: number;
}

export type TextEvaluation = TextSpeed & (ClassEvaluation | NumberScore);

interface ClassEvaluation {
  /** Share of the texts whose class has the greatest score. */
  readonly accuracy: number;
  readonly confusion: Confusion;
  readonly labels: readonly string[];
}

interface TextSpeed {
  readonly texts: number;
  readonly textsPerSecond: number;
  /** From the first text to the last, loading excluded. */
  readonly seconds: number;
  readonly modelBytes: number;
}

/** Scores a packed encoder on labelled texts with the packed runtime: its classes, or its numbers.
 *  @throws CorpusError naming file and line of a malformed row; UsageError naming the file that is missing or malformed, or a label that
 *    the model has not, or that is no number where it gives numbers. */
export async function evaluateTexts({
  model: path,
  tokenizer,
  data,
  threads = 1,
}: EvaluateTextsOptions): Promise<TextEvaluation> {
  const bytes = await readInput(path, maximumModelBytes);
  const json = await readInput(tokenizer);
  using classifier = await openModel(path, () => loadTextClassifier(bytes, json, { threads }));
  const { description, outputs } = classifier;
  const isOfNumbers = description.task === "regression";
  const rows = await readLabelledTexts(data, { areNumbers: isOfNumbers });
  const names = isOfNumbers ? [] : description.labels;
  if (names === undefined) throw new UsageError(`${path}: does not name its classes`);
  if (isOfNumbers && outputs !== 1) {
    throw new UsageError(`${path}: must give one number of a text, gives ${outputs}`);
  }
  const labels = rows.map(({ label }) =>
    isOfNumbers ? numberOf(data, label) : classOf(data, names, label),
  );
  const start = performance.now();
  const scores = await classifier.scores(rows.map(({ text }) => text));
  const seconds = (performance.now() - start) / 1000;
  return {
    texts: rows.length,
    ...(isOfNumbers
      ? scoreNumbers(scores, labels, { mean: 0, deviation: 1 })
      : classEvaluation(confusionOf(scores, labels, outputs), names)),
    textsPerSecond: rows.length / seconds,
    seconds,
    modelBytes: bytes.length,
  };
}

function classEvaluation(confusion: Confusion, labels: readonly string[]): ClassEvaluation {
  const texts = confusion.flat().reduce((sum, count) => sum + count, 0);
  return { accuracy: rightOf(confusion) / texts, confusion, labels };
}

function classOf(data: string, names: readonly string[], label: string): number {
  const index = names.indexOf(label);
  if (index >= 0) return index;
  throw new UsageError(
    `${data}: the label ${JSON.stringify(label)} must be one of the model's: ${names.join(", ")}`,
  );
}
