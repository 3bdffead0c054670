import * as tf from "@tensorflow/tfjs";
import { afterEach, beforeAll, expect, test } from "vitest";
import { bmtQuantizer } from "../../src/bmt-quantizer.ts";
import { runFusedKernel } from "../../src/gradient/fused-kernel.ts";

const name = "BnnkitBinarize";

beforeAll(() => tf.setBackend("cpu"));
afterEach(() => tf.getKernel(name, "cpu") && tf.unregisterKernel(name, "cpu"));

test("there is no result where the backend has no such kernel", () => {
  expect(runFusedKernel(name, { x: tf.ones([2]) }, {})).toBeUndefined();
});

test.each([
  ["activations", "rows"],
  ["weight-rows", "rows"],
  ["weights", "columns"],
] as const)("%s asks a fused kernel for one scale in each of the %s", (scaleAxis, kernelAxis) => {
  const seen: unknown[] = [];
  tf.registerKernel({
    kernelName: name,
    backendName: "cpu",
    kernelFunc: ({ inputs, attrs }) => {
      seen.push(attrs?.scaleAxis, attrs?.limit, attrs?.estimator, attrs?.slope);
      const { x } = inputs;
      return x ? [x, x] : [];
    },
  });
  bmtQuantizer({ scaleAxis, epsilon: 0.25 }).quantize(tf.ones([2, 3]));
  bmtQuantizer({ scaleAxis, estimator: "triangle", slope: 3 }).quantize(tf.ones([2, 3]));
  expect(seen).toEqual([
    ...[kernelAxis, 0.75, "straight-through", 2],
    ...[kernelAxis, 1 - 2 ** -7, "triangle", 3],
  ]);
});
