import { seededWords } from "@bnnkit/core";
import { gateWeights, type LogicParametrization } from "@bnnkit/core/truth-tables";
import { logicConv2d } from "@bnnkit/layers";
import { createRandom } from "@bnnkit/testing";
import type { LayerPass } from "@bnnkit/weightless";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, test } from "vitest";
import {
  type TreeConvolution,
  treeConvolution,
} from "../packages/weightless/src/tables/tree-convolution.ts";

beforeAll(() => tf.setBackend("cpu"));

const batch = 3;
const image = { height: 6, width: 5, channels: 2 };
const cases: readonly (readonly [LogicParametrization, number, TreeConvolution])[] = [
  ["light", 2, { kernels: 3, size: 3, depth: 2, pool: 2 }],
  ["warp", 3, { kernels: 2, size: 2, depth: 1 }],
  ["raw", 2, { kernels: 2, size: 2, depth: 3, pool: 2 }],
];

describe.each(cases)(
  "%s gates of %i inputs in trees %j",
  (parametrization, inputsPerGate, sizes) => {
    const { kernels, size: kernelSize, depth, pool: poolSize = 1 } = sizes;
    const gates = gateWeights(parametrization, inputsPerGate, "random", 1);
    const plain = treeConvolution(image, sizes, { inputsPerGate, gates }, seededWords(9));
    const options = { kernels, kernelSize, depth, poolSize, inputsPerGate, parametrization };
    const layer = logicConv2d({ ...options, start: "random", seed: 9 });
    const random = createRandom(3);
    const pixels = image.height * image.width * image.channels;
    const input = Float32Array.from({ length: pixels * batch }, () => random.integer(0, 32) / 32);
    const [height, width] = [plain.output.height, plain.output.width];
    const outputs = kernels * height * width;
    const upstream = Float32Array.from(
      { length: outputs * batch },
      () => random.integer(-8, 8) / 8,
    );

    /** Planes of rows, the samples last, as maps with their channels last. */
    const asMaps = (
      values: Float32Array,
      [c, h, w]: readonly [number, number, number],
    ): tf.Tensor => tf.transpose(tf.tensor4d(values, [c, h, w, batch]), [3, 1, 2, 0]);
    const asPlanes = (maps: tf.Tensor | undefined): Float32Array =>
      Float32Array.from(maps ? tf.transpose(maps, [3, 1, 2, 0]).dataSync() : []);
    const x = (): tf.Tensor => asMaps(input, [image.channels, image.height, image.width]);

    const run = (mode: "forward" | "hard", of: Float32Array): LayerPass[] => {
      let read = of;
      return plain.layers.map((one) => {
        const pass = { batch, input: read, output: new Float32Array(one.outputs * batch) };
        one[mode](pass);
        read = pass.output;
        return pass;
      });
    };
    const applied = (to: tf.Tensor, training: boolean): tf.Tensor => {
      const y = layer.apply(to, { training });
      if (y instanceof tf.Tensor) return y;
      throw new TypeError("one output");
    };
    const expectClose = (found: Float32Array, expected: ArrayLike<number> | undefined): void => {
      expect(found.length).toBe(expected?.length);
      const greatest = Math.max(...Array.from(expected ?? [], Math.abs));
      expect(greatest).toBeGreaterThan(1e-4);
      found.forEach((value, i) => {
        const difference = Math.abs(value - (expected?.[i] ?? Number.NaN));
        expect(difference).toBeLessThan(5e-6 * greatest);
      });
    };

    test("the same, in training and afterwards", () => {
      expectClose(asPlanes(applied(x(), true)), run("forward", input).at(-1)?.output);
      const hard = run(
        "hard",
        input.map((value) => Number(value > 0.5)),
      ).at(-1)?.output;
      expect(asPlanes(applied(x(), false))).toEqual(hard);
      expect(new Set(hard).size).toBe(2);
    });

    test("the same gradients of inputs and of all levels", () => {
      const passes = run("forward", input);
      let gradient = upstream;
      for (let i = plain.layers.length - 1; i >= 0; i--) {
        const ofInput = new Float32Array(passes[i]?.input.length ?? 0);
        const pass = passes[i];
        if (pass) plain.layers[i]?.backward(pass, { output: gradient, input: ofInput });
        gradient = ofInput;
      }
      const maps = tf.variable(x());
      const weights = layer.trainableWeights.map((weight) => weight.read());
      const { value, grads } = tf.variableGrads(() => {
        const y = applied(maps, true);
        return tf.sum<tf.Scalar>(tf.mul(y, asMaps(upstream, [kernels, height, width])));
      });
      value.dispose();
      expectClose(asPlanes(grads[maps.name]), gradient);
      expect(weights.length).toBe(depth);
      weights.forEach((weight, level) => {
        const found = weight instanceof tf.Variable ? grads[weight.name] : undefined;
        const [expected] = plain.layers[level]?.gradients() ?? [];
        expectClose(Float32Array.from(found?.dataSync() ?? []), expected);
      });
      maps.dispose();
    });
  },
);
