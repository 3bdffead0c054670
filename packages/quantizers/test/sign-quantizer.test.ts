import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, test } from "vitest";
import { clippedSignQuantizer } from "../src/clipped-sign-quantizer.ts";
import { signQuantizer, tanhSharpness } from "../src/sign-quantizer.ts";
import { gradientOf, valuesOf } from "./values-and-gradients.ts";

beforeAll(() => tf.setBackend("cpu"));

test("any two values are an offset and a magnitude", () => {
  const quantizer = signQuantizer({ magnitude: 1.5, offset: 0.5 });
  expect(valuesOf(quantizer, [-3, -0, 2])).toEqual([-1, 2, 2]);
  expect(quantizer.code).toEqual([{ digit: "bipolar", scale: 1.5, offset: 0.5 }]);
});

test("the clipped sign is one of them under a name of its own", () => {
  const [clipped, sign] = [clippedSignQuantizer({ clip: 2 }), signQuantizer({ clip: 2 })];
  expect(clipped.name).toBe("clipped-sign");
  expect(clipped.code).toEqual(sign.code);
  const x = [-3, -2, 0.5, 2.5];
  expect(gradientOf((z) => clipped.quantize(z), x)).toEqual(gradientOf((z) => sign.quantize(z), x));
});

describe("the sharpness of a tanh", () => {
  const quantizer = signQuantizer({ estimator: "tanh", sharpness: 1 });
  const x = [-2, 0, 0.5];

  test("is a parameter that a schedule changes and no gradient reaches", () => {
    expect(quantizer.parameters).toEqual([
      { name: "sharpness", shape: [], initial: 1, trainable: false },
    ]);
    const [ofInput, ofSharpness] = tf.grads((z: tf.Tensor, sharpness: tf.Tensor) =>
      quantizer.quantize(z, { parameters: { sharpness } }),
    )([tf.tensor(x), tf.scalar(3)]);
    const sharper = signQuantizer({ estimator: "tanh", sharpness: 3 });
    expect([...ofInput!.dataSync()]).toEqual(gradientOf((z) => sharper.quantize(z), x));
    expect(ofSharpness!.dataSync()[0]).toBe(0);
  });

  test("is kept for packing by withParameters", () => {
    const again = quantizer.withParameters!({ sharpness: tf.scalar(4) });
    expect(again.options).toEqual({
      estimator: "tanh",
      sharpness: 4,
      magnitude: 1,
      offset: 0,
    });
    expect(signQuantizer().parameters).toBeUndefined();
  });

  test("rises from 0.1 to 10 by the same factor in equal times", () => {
    const at = [0, 0.25, 0.5, 1].map((progress) => tanhSharpness(progress));
    for (const [i, expected] of [0.1, 0.316228, 1, 10].entries()) {
      expect(at[i]).toBeCloseTo(expected, 5);
    }
    expect(tanhSharpness(0.5, { first: 1, last: 4 })).toBeCloseTo(2, 12);
    expect(() => tanhSharpness(1.5)).toThrow("tanhSharpness: progress must be in 0 … 1, got 1.5");
  });
});
