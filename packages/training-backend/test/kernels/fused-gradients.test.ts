import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, test } from "vitest";
import { installTrainingBackend } from "../../src/install-training-backend.ts";
import { checkGradient } from "../gradient-check.ts";
import { run } from "../run-kernel.ts";

beforeAll(() => installTrainingBackend());

const labels = [4, 0, 2, 0, 1];

describe("gradients of the fused kernels", () => {
  test.each([
    { columns: 7, groups: 1 },
    { columns: 8, groups: 1 },
    { columns: 3, groups: 5 },
    { columns: 33, groups: 2 },
  ])("BnnkitLayerNorm of $groups groups of $columns", ({ columns, groups }) =>
    checkGradient({
      name: "layer norm",
      shapes: [[3, columns * groups], [columns], [columns]],
      f: (x, gamma, beta) => run("BnnkitLayerNorm", { x, gamma, beta }, { epsilon: 0.125 })[0],
      withoutCpu: true,
      thirdDerivative: 400,
    }),
  );

  test.each([1, 3, 4, 31, 33])("BnnkitDropout of %i elements", (count) =>
    checkGradient({
      name: "dropout",
      shapes: [[count]],
      f: (x) => run("BnnkitDropout", { x }, { rate: 0.375, seed: 7 })[0],
      withoutCpu: true,
    }),
  );

  test.each([5, 8, 11])("BnnkitSoftmaxCrossEntropy over %i classes", (classes) =>
    checkGradient({
      name: "cross entropy",
      shapes: [[5, classes]],
      f: (logits) =>
        run(
          "BnnkitSoftmaxCrossEntropy",
          { logits, labels: tf.tensor1d(labels, "int32") },
          { onValue: 0.875, offValue: 0.0625, ignoredLabel: 0 },
        )[0],
      withoutCpu: true,
    }),
  );
});
