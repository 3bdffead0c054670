import type { GoldenRun } from "@bnnkit/model";
import type { Classifier } from "../classify/classifier.ts";
import type { TextClassifier } from "../classify/text-classifier.ts";
import type { MaskedLanguageModel } from "../fill/masked-language-model.ts";
import type { LanguageModel } from "../generate/language-model.ts";
import type { ResolvedVerifyOptions } from "./verify-report.ts";

/** What takes the inputs of golden runs. */
export type RunnableModel = Classifier | TextClassifier | LanguageModel | MaskedLanguageModel;

/** How one golden run went. */
export interface VerifiedRun {
  readonly expected: Float32Array;
  readonly actual: Float32Array;
  /** Greatest difference of two numbers, divided by the largest magnitude expected where that is above 1. */
  readonly largestDifference: number;
  readonly passed: boolean;
}

/** Runs one golden input and compares the numbers. */
export async function verifyRun(
  model: RunnableModel,
  { inputs, output: expected }: GoldenRun,
  { tolerance, signal }: ResolvedVerifyOptions,
): Promise<VerifiedRun> {
  const [input] = inputs.values();
  const actual = await scoresOf(model, input?.data, signal);
  const unit = expected.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1);
  const largestDifference = expected.reduce(
    (largest, value, i) => Math.max(largest, Math.abs(value - actual[i]) / unit),
    0,
  );
  return { expected, actual, largestDifference, passed: largestDifference <= tolerance };
}

function scoresOf(
  model: RunnableModel,
  data: unknown,
  signal: ResolvedVerifyOptions["signal"],
): Promise<Float32Array> {
  const given = signal === undefined ? {} : { signal };
  if ("scoresOfIds" in model || "generate" in model || "fill" in model) {
    if (!(data instanceof Int32Array)) throw new RangeError("verify: a golden run must have ids");
    const ids = [...data];
    return "scoresOfIds" in model ? model.scoresOfIds([ids], given) : model.scores(ids, given);
  }
  if (isPixels(data)) return model.scores(data, given);
  throw new RangeError("verify: a golden run must have pixels");
}

function isPixels(data: unknown): data is Uint8Array | Int8Array | Float32Array {
  return data instanceof Uint8Array || data instanceof Int8Array || data instanceof Float32Array;
}
