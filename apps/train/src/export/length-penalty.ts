import { ofTask, readModel, writeModel } from "@bnnkit/model";
import { evaluate } from "../evaluate/evaluate.ts";

/** Exponents that are tried, the smallest first. */
const penalties = [0, 0.6, 1, 1.5, 2];
const beamSize = 4;

export interface TuningOptions {
  readonly tokenizerJson: string;
  readonly heldOut: readonly HeldOutText[];
  readonly onProgress?: (finishedSegments: number, total: number) => void;
}

/** Held-out sentences with one or more references each. */
export interface HeldOutText {
  readonly sources: readonly string[];
  readonly references: readonly (readonly string[])[];
}

/** What tuning found. */
export interface Tuning {
  readonly best: number;
  /** Every exponent with its BLEU, the mean over the held-out texts. */
  readonly tried: readonly { readonly penalty: number; readonly score: number }[];
}

/** Translates held-out text with each length penalty and a beam of 4, and takes the one with the best mean of BLEU.
 *
 *  Small models end their sentences early; how much length is worth differs from model to model. */
export async function tuneLengthPenalty(
  model: Uint8Array,
  { tokenizerJson, heldOut, onProgress }: TuningOptions,
): Promise<Tuning> {
  const total = penalties.length * heldOut.reduce((sum, { sources }) => sum + sources.length, 0);
  let finished = 0;
  const tried: { penalty: number; score: number }[] = [];
  for (const penalty of penalties) {
    let sum = 0;
    for (const text of heldOut) {
      const { bleu } = await evaluate({
        ...text,
        model,
        tokenizerJson,
        beamSize,
        lengthPenalty: penalty,
        onProgress: (done, sentences) =>
          onProgress?.(finished + Math.floor((text.sources.length * done) / sentences), total),
      });
      finished += text.sources.length;
      sum += bleu.score;
    }
    tried.push({ penalty, score: sum / heldOut.length });
  }
  const [{ penalty: best }] = [...tried].sort((a, b) => b.score - a.score);
  return { best, tried };
}

/** The model with this length penalty in its description. */
export function withLengthPenalty(bytes: Uint8Array, lengthPenalty: number): Uint8Array {
  const model = readModel(bytes);
  const description = ofTask("withLengthPenalty", model.description, "sequence-to-sequence");
  return writeModel({ ...model, description: { ...description, lengthPenalty } });
}
