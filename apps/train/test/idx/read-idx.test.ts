import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { parseIdx } from "../../src/idx/idx-array.ts";
import { readIdx } from "../../src/idx/read-idx.ts";
import { scratchFolder } from "../corpus/scratch-folder.ts";
import { idxBytes } from "./write-bars.ts";

const values = [0, 1, 2, 253, 254, 255];
const bytes = idxBytes([2, 3], values);

test.each([
  ["plain", bytes],
  ["compressed", gzipSync(bytes)],
])("reads a %s file, whatever it is called", async (_, content) => {
  const path = join(scratchFolder({ file: content }), "file");
  const { shape, values: read } = await readIdx(path);
  expect(shape).toEqual([2, 3]);
  expect([...read]).toEqual(values);
});

test("a file may have no axes: one value", () => {
  const { shape, values: read } = parseIdx(idxBytes([], [7]));
  expect({ shape, values: [...read] }).toEqual({ shape: [], values: [7] });
});

describe("refuses, naming the file,", () => {
  const compressed = gzipSync(bytes);
  const damaged = Buffer.from(compressed);
  damaged[damaged.length - 5] ^= 1;
  test.each([
    ["nothing", Buffer.alloc(0), "is no IDX file: it must begin with the bytes 00 00 08, got no"],
    ["another file", Buffer.from("P5 28 28"), "is no IDX file: it must begin with"],
    [
      "floats",
      Buffer.from([0, 0, 0x0d, 1, 0, 0, 0, 0]),
      "must hold unsigned bytes, IDX type 0x08, got 0x0d",
    ],
    ["half a header", bytes.subarray(0, 7), "is cut off within its header of 12 bytes"],
    ["too few values", bytes.subarray(0, -1), "must hold 2 × 3 = 6 values, got 5"],
    ["too many values", Buffer.concat([bytes, bytes]), "must hold 2 × 3 = 6 values, got 24"],
    ["sizes beyond reason", idxBytes([2 ** 32 - 1, 2 ** 32 - 1], []), "values, got 0"],
    ["half of a compressed file", compressed.subarray(0, -9), "is damaged or cut off (gzip: "],
    ["a damaged compressed file", damaged, "is damaged or cut off (gzip: "],
  ])("%s", async (_, content, message) => {
    const path = join(scratchFolder({ file: content }), "file");
    const reason = await readIdx(path).catch((error: Error) => error);
    expect(reason).toMatchObject({ name: "UsageError" });
    expect(String(reason)).toContain(
      `${path}: ${message.startsWith("values") ? "must hold" : message}`,
    );
    expect(String(reason)).toContain(message);
  });
});
