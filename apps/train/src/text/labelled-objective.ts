import { batchOfTexts, type TextEncoder } from "@bnnkit/transformer";
import * as tf from "@tensorflow/tfjs";
import type { OutputsLoss } from "../encoder/distillation.ts";
import { scoreNumbers } from "./number-scale.ts";
import { scoreOf, scoresOf } from "./score-encoder.ts";
import type { TextObjective } from "./text-objective.ts";
import type { TextSplits } from "./text-splits.ts";
import type { TextTeacher } from "./text-teacher.ts";

/** The classes of texts, by cross entropy, or their numbers, by squared error; or what a teacher's outputs are compared by. */
export function labelledObjective(
  encoder: TextEncoder,
  { train, classNames, scale, tokens: { padding } }: TextSplits,
  teacher: TextTeacher | undefined,
): TextObjective {
  const lossOf = (labels: readonly number[]): OutputsLoss =>
    scale === undefined
      ? ({ scores }) =>
          tf.losses
            .softmaxCrossEntropy(tf.oneHot([...labels], classNames.length), scores)
            .asScalar()
      : ({ scores }) =>
          tf.losses
            .meanSquaredError(tf.tensor2d([...labels], [labels.length, 1]), scores)
            .asScalar();
  return {
    stepOf(indices) {
      const batch = batchOfTexts(
        indices.map((index) => train.texts[index]),
        padding,
      );
      const taught = teacher?.lossOn(batch);
      const loss = taught?.loss ?? lossOf(indices.map((index) => train.labels[index]));
      return { batch, loss, dispose: () => taught?.dispose() };
    },
    async scoreOf(set) {
      const scores = await scoresOf(encoder, set, padding);
      return scale === undefined
        ? scoreOf(scores, set.labels)
        : scoreNumbers(scores, set.labels, scale);
    },
    dispose: () => teacher?.dispose(),
  };
}
