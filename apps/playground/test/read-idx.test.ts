import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { readIdxSets } from "../page/train/read-idx.ts";

const idx = (shape: readonly number[], values: readonly number[]): Uint8Array<ArrayBuffer> =>
  Uint8Array.from([
    ...[0, 0, 8, shape.length],
    ...shape.flatMap((size) => [0, 0, size >> 8, size & 255]),
    ...values,
  ]);

const counted = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
const images = new File([idx([12, 1, 2], counted(24))], "images");
const labels = new File([idx([12], counted(12))], "labels");

test("every sixth image is for the test, with its label", async () => {
  const { train, test: held } = await readIdxSets(images, labels);
  expect({ ...held, pixels: [...held.pixels], labels: [...held.labels] }).toEqual({
    ...{ count: 2, height: 1, width: 2, pixels: [0, 1, 12, 13], labels: [0, 6] },
  });
  expect([...train.labels]).toEqual([1, 2, 3, 4, 5, 7, 8, 9, 10, 11]);
});

test("gzipped files are the same", async () => {
  const zipped = new File([gzipSync(idx([12, 1, 2], counted(24)))], "images.gz");
  expect(await readIdxSets(zipped, labels)).toEqual(await readIdxSets(images, labels));
});

test.each([
  ["text", new File(["no images"], "a"), labels, "a: is no IDX file of bytes"],
  ["an empty file", new File([], "a"), labels, "a: is no IDX file of bytes"],
  [
    "a header that is cut off",
    new File([idx([12, 1, 2], []).subarray(0, 9)], "a"),
    labels,
    "a: is cut off",
  ],
  [
    "too few values",
    new File([idx([12, 1, 2], [1])], "a"),
    labels,
    "a: must hold 12 × 1 × 2 = 24 values, got 1",
  ],
  ["labels in the place of images", labels, labels, "labels: must have 3 axes"],
  ["other labels", images, new File([idx([3], [1, 2, 3])], "b"), "b: must hold 12 labels, got 3"],
  [
    "a label beyond 63",
    images,
    new File([idx([12], Array(12).fill(64))], "b"),
    "b: labels must be less than 64",
  ],
])("%s is refused", async (_, first, second, message) => {
  await expect(readIdxSets(first, second)).rejects.toThrow(message);
});
