import { createRandom } from "@bnnkit/testing";
import * as tf from "@tensorflow/tfjs";
import type { TransformerConfig } from "../src/config.ts";
import { type LearningRateSchedule, learningRate } from "../src/learning-rate.ts";
import { batchOfPairs, type SentencePair } from "../src/target-log-probabilities.ts";
import { createTransformer, type Transformer } from "../src/transformer.ts";
import { tinyVariables, toyTokens } from "./tiny-transformer.ts";

const { padding, begin, end } = toyTokens;

/** Sentences of 2 … `longest` random words and the same words backwards. */
export function reversePairs(
  count: number,
  { seed, longest, vocabularySize }: { seed: number; longest: number; vocabularySize: number },
): SentencePair[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => {
    const words = Array.from({ length: random.integer(2, longest) }, () =>
      random.integer(3, vocabularySize - 1),
    );
    return { source: [...words, end], target: [begin, ...words.toReversed(), end] };
  });
}

export interface TrainOptions {
  readonly steps: number;
  readonly schedule: LearningRateSchedule;
  /** Sentences for one step. */
  readonly nextPairs: (step: number) => SentencePair[];
}

/** Trains with Adam and returns the model and its loss at each step. */
export function train(
  config: TransformerConfig,
  { steps, schedule, nextPairs }: TrainOptions,
): { model: Transformer; losses: number[] } {
  const variables = tinyVariables(config);
  const model = createTransformer(config, variables);
  const optimizer = tf.train.adam(schedule.peak, 0.9, 0.98);
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) {
    const batch = batchOfPairs(nextPairs(step), padding);
    tf.tidy(() => {
      const { lossSum, tokens, gradients } = model.lossAndGradients(batch, { step, seed: 1 });
      losses.push(lossSum.dataSync()[0] / tokens);
      // The rate of tf.train.adam is fixed; scaling it per step is what a schedule needs here.
      Reflect.set(optimizer, "learningRate", learningRate(step, schedule));
      const mean = [...gradients].map(([name, gradient]) => ({
        name: variables.get(name)?.name ?? name,
        tensor: tf.div(gradient, tokens),
      }));
      optimizer.applyGradients(mean);
    });
  }
  optimizer.dispose();
  return { model, losses };
}

/** Share of sentences that the model reverses without a mistake. */
export function exactShare(
  model: Transformer,
  pairs: readonly SentencePair[],
  options: { step: number; embeddingBits: 8 | 32 },
): number {
  const decoded = model.greedyDecode(
    pairs.map((pair) => pair.source),
    { ...options, tokens: toyTokens },
  );
  const right = decoded.filter((ids, i) => ids.join() === pairs[i].target.slice(1, -1).join());
  return right.length / pairs.length;
}
