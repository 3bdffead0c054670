import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";
import { installTrainingBackend } from "../../src/install-training-backend.ts";

beforeAll(async () => {
  await installTrainingBackend({ nativeMatMul: false });
});

// Five channels: four in vector lanes and one of its own.
test.each([1, 4, 5])(
  "of equal elements the first of a window gets the gradient: %i channels",
  (channels) => {
    const x = tf.fill([1, 4, 4, channels], -3);
    const gradient = tf.grad((z) => tf.maxPool(z as tf.Tensor4D, 2, 2, "valid"))(x);
    const firsts = [1, 0, 1, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0];
    expect([...gradient.dataSync()]).toEqual(
      firsts.flatMap((value) => new Array<number>(channels).fill(value)),
    );
  },
);
