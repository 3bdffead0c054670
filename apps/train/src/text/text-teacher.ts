import {
  attentionDistillation,
  createTextEncoder,
  type EncoderConfig,
  type EncoderOutputs,
  hiddenDistillation,
  logitDistillation,
  type TextBatch,
  type TextEncoder,
} from "@bnnkit/transformer";
import * as tf from "@tensorflow/tfjs";
import { variablesOf } from "../encoder/encoder-variables.ts";
import { UsageError } from "../errors.ts";
import type { NumberScale } from "./number-scale.ts";
import type { DistillationLoss, TextConfig } from "./text-config.ts";
import type { OutputsLoss } from "./text-objective.ts";
import { readTextRun } from "./text-run-state.ts";
import type { TextSplits } from "./text-splits.ts";

/** An encoder that another imitates. */
export interface TextTeacher {
  /** What its outputs are of a batch, and the loss that compares others with them; dispose of it when the step is done. */
  lossOn(batch: TextBatch): { readonly loss: OutputsLoss; dispose(): void };
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
  checkShapes(path, distill, config, student);
  const losses = scale === undefined ? classLosses : numberLosses;
  const encoder = frozenEncoder(config, parameters);
  return {
    lossOn(batch) {
      const taught = tf.tidy(() => {
        const { scores, hidden, attentionScores } = encoder.model.outputs(batch);
        return { scores, hidden: [...hidden], attentionScores: [...attentionScores] };
      });
      return {
        loss: (outputs) => tf.addN(distill.map((name) => losses[name](outputs, taught))).asScalar(),
        dispose: () => tf.dispose([taught.scores, ...taught.hidden, ...taught.attentionScores]),
      };
    },
    dispose: () => encoder.dispose(),
  };
}

type ComparedOutputs = Pick<EncoderOutputs, "scores" | "hidden" | "attentionScores">;
type OutputsComparison = (student: ComparedOutputs, teacher: ComparedOutputs) => tf.Scalar;

const classLosses: Readonly<Record<DistillationLoss, OutputsComparison>> = {
  logits: (student, teacher) => logitDistillation(student.scores, teacher.scores),
  hidden: (student, teacher) => hiddenDistillation(student.hidden, teacher.hidden),
  attention: (student, teacher) =>
    attentionDistillation(student.attentionScores, teacher.attentionScores),
};

const numberLosses: typeof classLosses = {
  ...classLosses,
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

function checkShapes(
  path: string,
  distill: readonly DistillationLoss[],
  teacher: EncoderConfig,
  student: EncoderConfig,
): void {
  const needed: readonly (keyof EncoderConfig)[] = [
    ...(distill.includes("hidden") ? (["layers", "features", "maximumLength"] as const) : []),
    ...(distill.includes("attention") ? (["layers", "heads", "maximumLength"] as const) : []),
  ];
  for (const name of needed) {
    if (teacher[name] === student[name]) continue;
    throw new UsageError(
      `--teacher: ${path} has ${name} ${String(teacher[name])}, and to imitate ${distill.join(", ")} the student's ${String(student[name])} must be the same; or give --distill logits`,
    );
  }
}
