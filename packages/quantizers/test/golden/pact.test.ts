import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";
import { learnedClipQuantizer } from "../../src/learned-clip-quantizer.ts";
import { expectClose } from "../finite-differences.ts";

beforeAll(() => tf.setBackend("cpu"));

const x = [-1, -0, 0.4, 0.5, 1.5, 2.5, 2.9, 3, 7];

test("levels are equidistant up to the clip, ties even", () => {
  const { quantize, encode, code } = learnedClipQuantizer({ bits: 2, clip: 3 });
  expect([...quantize(tf.tensor1d(x)).dataSync()]).toEqual([0, 0, 0, 0, 2, 2, 3, 3, 3]);
  expect(code).toEqual([
    { digit: "unipolar", scale: 1 },
    { digit: "unipolar", scale: 2 },
  ]);
  expect(encode(tf.tensor1d([2, 3])).map(({ digits }) => [...digits.dataSync()])).toEqual([
    [0, 1],
    [1, 1],
  ]);
});

test.each(["saturated", "scaled"] as const)(
  "%s gradients, of the clip itself, too",
  (clipGradient) => {
    const upstream = [1, 2, 3, 4, 5, 6, 7, 8, 9];
    const { quantize } = learnedClipQuantizer({ bits: 2, clipGradient });
    const [byX, byClip] = tf.grads((input: tf.Tensor, clip: tf.Tensor) =>
      tf.sum(tf.mul(quantize(input, { parameters: { clip } }), tf.tensor1d(upstream))),
    )([tf.tensor1d(x), tf.scalar(3)]);
    expect([...byX!.dataSync()]).toEqual([0, 2, 3, 4, 5, 6, 7, 0, 0]);
    // Within, (q(x) − x)/α of 0.4, 0.5, 1.5, 2.5 and 2.9; from the clip on 1.
    const within = (3 * -0.4 + 4 * -0.5 + 5 * 0.5 + 6 * -0.5 + 7 * 0.1) / 3;
    expectClose(byClip!.dataSync(), [17 + (clipGradient === "scaled" ? within : 0)]);
  },
);

test.each([1, 4, 8])("%i bits reach every level and no other", (bits) => {
  const greatest = 2 ** bits - 1;
  const { quantize } = learnedClipQuantizer({ bits, clip: greatest / 4 });
  const levels = Array.from({ length: greatest + 1 }, (_, j) => j / 4);
  expect([...quantize(tf.tensor1d(levels.map((level) => level + 0.1))).dataSync()]).toEqual(levels);
});

test("a clip that is not positive is refused, and bits beyond 8", () => {
  expect(() => learnedClipQuantizer({ clip: 0 })).toThrow(
    "learnedClipQuantizer: clip must be positive and finite, got 0",
  );
  expect(() => learnedClipQuantizer({ bits: 9 })).toThrow("bits must be an integer in 1 … 8");
});
