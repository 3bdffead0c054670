import type { Quantizer } from "@bnnkit/quantizers";
import type * as tf from "@tensorflow/tfjs";
import { checkStep, type StackConfig } from "./config.ts";
import { noDropout } from "./dropout.ts";
import type { EmbeddingBits } from "./embedding-bits.ts";
import { evaluationArithmetic } from "./evaluation-arithmetic.ts";
import type { ForwardPass } from "./forward-pass.ts";
import type { GridMatrix } from "./odd-grid.ts";
import type { Place } from "./placed-quantizer.ts";
import type { ProductObserver } from "./product-observation.ts";
import { withScope } from "./scope.ts";
import type { TransformerQuantizers } from "./transformer-quantizers.ts";

/** A forward pass with the products of a packed model. */
export interface EvaluationPassOptions {
  readonly parameter: (name: string) => tf.Tensor;
  readonly quantizers: TransformerQuantizers;
  readonly step: number;
  readonly embeddingBits: EmbeddingBits;
  readonly settled?: (place: Place) => Quantizer;
  readonly binaryTable?: boolean;
  readonly grids?: ReadonlyMap<string, GridMatrix>;
  readonly observe?: ProductObserver;
}

/** Runs a function with an evaluation pass, whose weights are binarized once, and disposes of them. */
export function withEvaluationPass<T>(
  config: StackConfig,
  { step, ...given }: EvaluationPassOptions,
  run: (pass: ForwardPass) => T,
): T {
  checkStep("Transformer", step);
  const postScale = config.postScale ?? 1;
  const { parameter, quantizers } = given;
  const arithmetic = withScope(() => evaluationArithmetic({ ...given, postScale }));
  try {
    return run({ config, parameter, quantizers, step, arithmetic, dropout: noDropout });
  } finally {
    arithmetic.dispose();
  }
}
