import { loadTextClassifier, type TextClassifier } from "@bnnkit/runtime";
import { UsageError } from "../errors.ts";
import { type Confusion, confusionOf, rightOf } from "../evaluate-images/confusion.ts";
import { maximumModelBytes, readInput } from "../read-input.ts";
import { readLabelledTexts } from "../text/labelled-texts.ts";

export interface EvaluateTextsOptions {
  /** A packed classifier of texts. */
  readonly model: string;
  /** Its tokenizer.json. */
  readonly tokenizer: string;
  /** Rows of labels and texts. */
  readonly data: string;
  /** Default 1. */
  readonly threads?: number;
}

export interface TextEvaluation {
  readonly texts: number;
  /** Share of the texts whose class has the greatest score. */
  readonly accuracy: number;
  readonly confusion: Confusion;
  readonly labels: readonly string[];
  readonly textsPerSecond: number;
  /** From the first text to the last, loading excluded. */
  readonly seconds: number;
  readonly modelBytes: number;
}

/** Scores a packed classifier on labelled texts with the packed runtime.
 *  @throws CorpusError naming file and line of a malformed row; UsageError naming the file that is missing or malformed, or a label that
 *    the model has not. */
export async function evaluateTexts({
  model: path,
  tokenizer,
  data,
  threads = 1,
}: EvaluateTextsOptions): Promise<TextEvaluation> {
  const rows = await readLabelledTexts(data);
  const bytes = await readInput(path, maximumModelBytes);
  const json = await readInput(tokenizer);
  using classifier = await open(path, { bytes, json, threads });
  const { description, outputs } = classifier;
  const names = description.task === "classification" ? description.labels : undefined;
  if (names === undefined) throw new UsageError(`${path}: does not name its classes`);
  const labels = rows.map(({ label }) => classOf(data, names, label));
  const start = performance.now();
  const scores = await classifier.scores(rows.map(({ text }) => text));
  const seconds = (performance.now() - start) / 1000;
  const confusion = confusionOf(scores, labels, outputs);
  return {
    texts: rows.length,
    accuracy: rightOf(confusion) / rows.length,
    confusion,
    labels: names,
    textsPerSecond: rows.length / seconds,
    seconds,
    modelBytes: bytes.length,
  };
}

function classOf(data: string, names: readonly string[], label: string): number {
  const index = names.indexOf(label);
  if (index >= 0) return index;
  throw new UsageError(
    `${data}: the label ${JSON.stringify(label)} must be one of the model's: ${names.join(", ")}`,
  );
}

interface OpenOptions {
  readonly bytes: Uint8Array;
  readonly json: Uint8Array;
  readonly threads: number;
}

async function open(path: string, { bytes, json, threads }: OpenOptions): Promise<TextClassifier> {
  try {
    return await loadTextClassifier(bytes, json, { threads });
  } catch (cause) {
    if (!(cause instanceof RangeError || cause instanceof TypeError)) throw cause;
    throw new UsageError(`${path}: ${cause.message}`, { cause });
  }
}
