import { createKernels, TapeBuilder } from "@bnnkit/kernels";
import { createRandom } from "@bnnkit/testing";
import { installTrainingBackend } from "@bnnkit/training-backend";
import { layerNorm, layerNormEpsilon } from "@bnnkit/transformer";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";

beforeAll(async () => {
  await installTrainingBackend({ nativeMatMul: false });
});

// A sign follows: one rounding that falls the other way turns it, and with it what the rest of the network computes.
test.each([
  [7, 256, 1],
  [5, 256, 4],
  [3, 132, 3],
  [11, 20, 1],
])(
  "%i rows of %i features in %i slices are normalized to the packed run's own bits",
  async (rows, features, groups) => {
    const random = createRandom(features + groups);
    const length = features / groups;
    const draw = (count: number) => Float32Array.from({ length: count }, () => random.normal());
    const [x, gamma, beta] = [draw(rows * features), draw(length), draw(length)];
    const trained = layerNorm(
      tf.tensor2d(x, [rows, features]),
      tf.tensor1d(gamma),
      tf.tensor1d(beta),
    );

    using kernels = await createKernels();
    const place = (values: Float32Array): number => {
      const offset = kernels.allocate(4 * values.length);
      kernels.float32(offset, values.length).set(values);
      return offset;
    };
    const out = place(x);
    const count = kernels.allocate(4);
    kernels.int32(count, 1)[0] = rows;
    const operands = { x: out, rows: count, features, groups, out, epsilon: layerNormEpsilon };
    const tape = new TapeBuilder(kernels);
    tape.layerNorm({ ...operands, gamma: place(gamma), beta: place(beta) });
    kernels.run(tape.build());
    expect(trained.dataSync()).toEqual(kernels.float32(out, x.length));
  },
);
