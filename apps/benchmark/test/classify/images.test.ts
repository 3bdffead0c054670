import { expect, test } from "vitest";
import { type Images, randomImages } from "../../src/classify/images.ts";
import { timePasses } from "../../src/classify/timed-classifier.ts";

const map = { name: "image", kind: "map", height: 16, width: 16, features: 3 } as const;

test("bytes take all values, and are the same each time", () => {
  const images = randomImages({ ...map, code: [{ digit: "uint8" }] }, 8);
  expect(images).toBeInstanceOf(Uint8Array);
  expect(images.length).toBe(8 * 16 * 16 * 3);
  expect(new Set(images).size).toBe(256);
  expect(randomImages({ ...map, code: [{ digit: "uint8" }] }, 8)).toEqual(images);
});

test("floats lie within −1 … 1, signed bytes within −127 … 127", () => {
  const floats = randomImages({ ...map, code: [{ digit: "float32" }] }, 1);
  expect(floats).toBeInstanceOf(Float32Array);
  expect(floats.every((value) => Math.abs(value) <= 1)).toBe(true);
  const codes = randomImages({ ...map, code: [{ digit: "int8" }] }, 1);
  expect(codes).toBeInstanceOf(Int8Array);
  expect(codes).not.toContain(-128);
});

test("a pass classifies every image once, the last batch what is left", async () => {
  const batches: number[][] = [];
  const scores = (images: Images): Float32Array => {
    batches.push([...images]);
    return new Float32Array(0);
  };
  const images = Uint8Array.of(1, 2, 3, 4, 5, 6);
  await timePasses({ scores }, images, { length: 2, batchSize: 2, runs: 2 });
  const pass = [
    [1, 2, 3, 4],
    [5, 6],
  ];
  expect(batches).toEqual([...pass, ...pass]);
});
