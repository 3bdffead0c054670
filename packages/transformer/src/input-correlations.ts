import type { InputCorrelation } from "@bnnkit/quantizers/calibration";
import * as tf from "@tensorflow/tfjs";
import type { TransformerConfig } from "./config.ts";
import { parameterShapes } from "./parameter-shapes.ts";
import type { Parameters } from "./parameters.ts";
import type { ProductObservation } from "./product-observation.ts";
import { withScope } from "./scope.ts";
import type { SpecialTokens } from "./special-tokens.ts";
import type { SentencePair } from "./target-log-probabilities.ts";
import { createTransformer } from "./transformer.ts";

/** Text that a model reads to find out what its products read. */
export interface CalibrationText {
  readonly pairs: readonly SentencePair[];
  readonly tokens: SpecialTokens;
  /** Training step of the weights. */
  readonly step: number;
}

/** Sentences that are run together. */
const batchSize = 16;

/** `XᵀX` of the rows that each matrix of weights reads while the model scores some text, by the name of its parameter. */
export function inputCorrelations(
  config: TransformerConfig,
  parameters: Parameters,
  { pairs, tokens, step }: CalibrationText,
): ReadonlyMap<string, InputCorrelation> {
  const readers = new Map(
    parameterShapes(config).flatMap(({ name, nodes: [first], part }) =>
      part === "weights" ? [[first, name] as const] : [],
    ),
  );
  const correlations = new Map<string, InputCorrelation>();
  const observe = (observation: ProductObservation): void => {
    const name = readers.get(observation.node);
    if (name !== undefined) addRows(correlations, name, observation);
  };
  const byLength = [...pairs].sort((a, b) => a.source.length - b.source.length);
  withScope(() => {
    const variables = new Map(
      Object.entries(parameters).map(([name, { shape, values }]) => [
        name,
        tf.variable(tf.tensor(values.slice(), [...shape]), false),
      ]),
    );
    const model = createTransformer(config, variables);
    try {
      for (let from = 0; from < byLength.length; from += batchSize) {
        model.logProbabilities(byLength.slice(from, from + batchSize), { step, tokens, observe });
      }
    } finally {
      for (const variable of variables.values()) variable.dispose();
    }
  });
  return correlations;
}

function addRows(
  correlations: Map<string, InputCorrelation>,
  name: string,
  { input, rows }: ProductObservation,
): void {
  const size = input.length / rows;
  const known = correlations.get(name) ?? { size, sums: new Float64Array(size ** 2) };
  correlations.set(name, known);
  const added = tf.tidy(() => {
    const x = tf.tensor2d(input, [rows, size]);
    return tf.matMul(x, x, true, false).dataSync();
  });
  for (let i = 0; i < added.length; i++) known.sums[i] += added[i];
}
