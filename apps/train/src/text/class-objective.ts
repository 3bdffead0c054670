import { batchOfTexts, type TextEncoder } from "@bnnkit/transformer";
import * as tf from "@tensorflow/tfjs";
import { scoreOf, scoresOf } from "./score-encoder.ts";
import type { OutputsLoss, TextObjective } from "./text-objective.ts";
import type { TextSplits } from "./text-splits.ts";
import type { TextTeacher } from "./text-teacher.ts";

/** The classes of texts: cross entropy, or what a teacher's outputs are compared by. */
export function classObjective(
  encoder: TextEncoder,
  { train, classNames, tokens: { padding } }: TextSplits,
  teacher: TextTeacher | undefined,
): TextObjective {
  return {
    stepOf(indices) {
      const batch = batchOfTexts(
        indices.map((index) => train.texts[index]),
        padding,
      );
      const taught = teacher?.lossOn(batch);
      const labels = indices.map((index) => train.labels[index]);
      const ofLabels: OutputsLoss = ({ scores }) =>
        tf.losses.softmaxCrossEntropy(tf.oneHot(labels, classNames.length), scores).asScalar();
      return { batch, loss: taught?.loss ?? ofLabels, dispose: () => taught?.dispose() };
    },
    scoreOf: async (set) => scoreOf(await scoresOf(encoder, set, padding), set.labels),
    dispose: () => teacher?.dispose(),
  };
}
