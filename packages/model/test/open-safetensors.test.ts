import { expect, test } from "vitest";
import {
  MalformedFileError,
  openSafetensors,
  type SlicedBytes,
  writeSafetensors,
} from "../src/index.ts";

const file = writeSafetensors({
  tensors: new Map([
    ["whole", { dtype: "U8", shape: [5], data: Uint8Array.of(1, 2, 3, 4, 5) }],
    ["rows", { dtype: "I16", shape: [3, 2], data: Int16Array.of(1, -2, 3, -4, 5, -6) }],
    ["one", { dtype: "F32", shape: [], data: Float32Array.of(0.5) }],
  ]),
  metadata: { of: "a test" },
});

/** The file by slices, and how long each was. */
function sliced(bytes: Uint8Array): SlicedBytes & { readonly lengths: number[] } {
  const lengths: number[] = [];
  const slice = (start: number, end: number) => ({
    arrayBuffer: () => {
      lengths.push(end - start);
      const part = new Uint8Array(Math.max(0, Math.min(end, bytes.length) - start));
      part.set(bytes.subarray(start, end));
      return Promise.resolve(part.buffer);
    },
  });
  return { size: bytes.length, slice, lengths };
}

test.each([
  ["bytes", () => file],
  ["a Blob", () => new Blob([file.slice()])],
  ["slices", () => sliced(file)],
])("of %s: the header, then tensors and rows of them", async (_, content) => {
  const { tensors, metadata, read } = await openSafetensors(content());
  expect([...tensors.keys()].sort()).toEqual(["one", "rows", "whole"]);
  expect(metadata).toEqual({ of: "a test" });
  expect(await read("whole")).toMatchObject({ shape: [5], data: Uint8Array.of(1, 2, 3, 4, 5) });
  expect(await read("rows", 1, 2)).toEqual({
    ...{ dtype: "I16", shape: [1, 2] },
    data: Int16Array.of(3, -4),
  });
  expect((await read("rows", 3)).data).toHaveLength(0);
  expect(await read("one")).toMatchObject({ shape: [], data: Float32Array.of(0.5) });
});

test("no more is read than the header and what is asked for", async () => {
  const padded = new Uint8Array(writeLong());
  const content = sliced(padded);
  const { read } = await openSafetensors(content);
  expect(Math.max(...content.lengths)).toBeLessThan(9000);
  content.lengths.length = 0;
  await read("t0", 10, 17);
  expect(content.lengths).toEqual([7]);
});

/** A header of more than 4096 bytes, a hundred tensors of 1000. */
function writeLong(): Uint8Array {
  const data = new Uint8Array(1000);
  const named = Array.from(
    { length: 100 },
    (_, i) => [`t${i}`, { dtype: "U8", shape: [1000], data }] as const,
  );
  return writeSafetensors({ tensors: new Map(named), metadata: {} });
}

test("what is not there is refused", async () => {
  const { read } = await openSafetensors(file);
  await expect(read("other")).rejects.toThrow('openSafetensors: tensor "other" must be there');
  await expect(read("rows", 2, 4)).rejects.toThrow(
    'openSafetensors: rows of "rows" must lie within 0 … 3, got 2 … 4',
  );
  for (const length of [0, 7, 40, file.length - 1]) {
    const cut = openSafetensors(sliced(file.subarray(0, length)));
    await expect(cut).rejects.toThrow(MalformedFileError);
  }
  const shrunk = openSafetensors({ ...sliced(file.subarray(0, 9)), size: file.length });
  await expect(shrunk).rejects.toThrow("must be there, as the size");
  // @ts-expect-error: the argument is wrong on purpose
  await expect(openSafetensors(3)).rejects.toThrow("content must be bytes or a Blob, got number");
});
