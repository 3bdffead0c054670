import {
  createTextEncoder,
  type EncoderConfig,
  type TextBatch,
  type TextEncoder,
} from "@bnnkit/transformer";
import * as tf from "@tensorflow/tfjs";
import {
  checkComparedShapes,
  classComparisons,
  type TaughtBatch,
  taughtBatch,
} from "../encoder/distillation.ts";
import { variablesOf } from "../encoder/encoder-variables.ts";
import { UsageError } from "../errors.ts";
import type { NumberScale } from "./number-scale.ts";
import type { TextConfig } from "./text-config.ts";
import { readTextRun } from "./text-run-state.ts";
import type { TextSplits } from "./text-splits.ts";

/** An encoder that another imitates. */
export interface TextTeacher {
  /** What its outputs are of a batch, and the loss that compares others with them; dispose of it when the step is done. */
  lossOn(batch: TextBatch): TaughtBatch;
  dispose(): void;
}

/** The encoder of another run on such texts.
 *  @throws UsageError if the folder holds none, it is of another tokenizer or other classes, or what is to be imitated has another
 *    shape. */
export async function openTextTeacher(
  path: string,
  { distill }: Pick<TextConfig, "distill">,
  student: EncoderConfig,
  { classNames, scale, tokens: { tokenizerSha256 } }: TextSplits,
): Promise<TextTeacher> {
  const {
    encoder: config,
    parameters,
    ...state
  } = await readTextRun("--teacher", path, tokenizerSha256);
  if (state.classNames.join("\t") !== classNames.join("\t")) {
    throw new UsageError(
      `--teacher: ${path} has the classes ${state.classNames.join(", ")}, here are ${classNames.join(", ")}`,
    );
  }
  if (state.scale?.mean !== scale?.mean || state.scale?.deviation !== scale?.deviation) {
    throw new UsageError(
      `--teacher: ${path} must have learned the same numbers: mean and deviation are ${formatScale(state.scale)} there, ${formatScale(scale)} here`,
    );
  }
  checkComparedShapes(path, distill, { teacher: config, student });
  const losses = scale === undefined ? classComparisons : numberComparisons;
  const encoder = frozenEncoder(config, parameters);
  return {
    lossOn: (batch) =>
      taughtBatch(
        () => encoder.model.outputs(batch),
        distill.map((name) => losses[name]),
      ),
    dispose: () => encoder.dispose(),
  };
}

const numberComparisons: typeof classComparisons = {
  ...classComparisons,
  logits: (student, teacher) =>
    tf.losses.meanSquaredError(teacher.scores, student.scores).asScalar(),
};

function formatScale(scale: NumberScale | undefined): string {
  return scale === undefined ? "none" : `${scale.mean} and ${scale.deviation}`;
}

function frozenEncoder(
  config: EncoderConfig,
  parameters: Readonly<Record<string, Float32Array>>,
): { readonly model: TextEncoder; dispose(): void } {
  const variables = variablesOf(config, parameters, { trainable: false });
  return {
    model: createTextEncoder(config, variables),
    dispose: () => tf.dispose([...variables.values()]),
  };
}
