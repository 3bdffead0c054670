import type { MapInput } from "@bnnkit/model";
import { expect, test } from "vitest";
import { checkImages } from "../../src/classify/check-images.ts";

const input: MapInput = {
  ...{ name: "x", kind: "map", height: 1, width: 1, features: 7, code: [{ digit: "float32" }] },
};

test.each([Number.NaN, Infinity, -Infinity])("%s is refused wherever it stands", (wrong) => {
  for (let at = 0; at < 7; at++) {
    const images = new Float32Array(8).subarray(1);
    images[at] = wrong;
    expect(() => checkImages("scores", images, input)).toThrow(
      `scores: images[${at}] must be finite, got ${wrong}`,
    );
  }
});

test("the largest, the least and the smallest numbers are taken", () => {
  const most = (2 - 2 ** -23) * 2 ** 127;
  const images = Float32Array.of(most, -most, 2 ** -149, -(2 ** -149), 0, -0, 1);
  expect(checkImages("scores", images, input)).toEqual({ data: images, count: 1, length: 7 });
});
