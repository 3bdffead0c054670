import { join } from "node:path";
import { expect, test } from "vitest";
import { readIdxSet } from "../../src/idx/idx-set.ts";
import { checkLabels } from "../../src/idx/image-set.ts";
import { scratchFolder } from "../corpus/scratch-folder.ts";
import { idxBytes } from "./write-bars.ts";

const read = (images: Buffer, labels: Buffer) => {
  const folder = scratchFolder({ images, labels });
  return readIdxSet({ images: join(folder, "images"), labels: join(folder, "labels") });
};

test("images of three axes have one channel, those of four say theirs", async () => {
  const labels = idxBytes([2], [1, 0]);
  const grey = await read(idxBytes([2, 1, 3], [1, 2, 3, 4, 5, 6]), labels);
  expect(grey).toMatchObject({ count: 2, height: 1, width: 3, channels: 1 });
  expect([...grey.images]).toEqual([1, 2, 3, 4, 5, 6]);
  expect([...grey.labels]).toEqual([1, 0]);
  const coloured = await read(idxBytes([2, 1, 1, 3], [1, 2, 3, 4, 5, 6]), labels);
  expect(coloured).toMatchObject({ count: 2, height: 1, width: 1, channels: 3 });
});

test.each([
  [
    "labels for images",
    idxBytes([2], [0, 1]),
    idxBytes([2], [0, 1]),
    /images must have 3 or 4 axes, got 1 as labels have; are the two files in the other order\?/,
  ],
  [
    "images for labels",
    idxBytes([1, 1, 1], [0]),
    idxBytes([1, 1, 1], [0]),
    /labels must have 1 axis, got 3/,
  ],
  [
    "another count",
    idxBytes([2, 1, 1], [0, 0]),
    idxBytes([3], [0, 0, 0]),
    /labels: has 3 labels for the 2 images of .*images$/,
  ],
  ["no image", idxBytes([0, 28, 28], []), idxBytes([0], []), /images: holds no pixel: 0 × 28 × 28/],
])("%s are refused", async (_, images, labels, message) => {
  await expect(read(images, labels)).rejects.toThrow(message);
});

test("a label that is no class is named with its place", () => {
  checkLabels("f", Uint8Array.of(0, 1, 2), 3);
  expect(() => checkLabels("f", Uint8Array.of(0, 3, 4), 3)).toThrow(
    "f: label 3 at 1 is none of the 3 classes, 0 to 2",
  );
});
