import { packBipolar } from "@bnnkit/core";
import { MalformedFileError, weightTensors } from "@bnnkit/model";
import { codedWeights, realOf, tensorReader } from "@bnnkit/model/reference";
import { createRandom } from "@bnnkit/testing";
import { describe, expect, test } from "vitest";
import {
  decodeGguf,
  type GgufLayout,
  ggufWeights,
  openGguf,
  readGguf,
} from "../../src/checkpoint/index.ts";

/** Little-endian bytes of a number. */
function bytesOf(value: number, length: number): number[] {
  return Array.from({ length }, (_, i) => Math.floor(value / 2 ** (8 * i)) & 255);
}

function text(value: string): number[] {
  const bytes = [...new TextEncoder().encode(value)];
  return [...bytesOf(bytes.length, 8), ...bytes];
}

interface WrittenTensor {
  readonly name: string;
  /** Rows, columns. */
  readonly shape: readonly [number, number];
  readonly type: number;
  readonly data: readonly number[];
}

/** A file of version 3 with a name, a list and tensors, aligned to 32 bytes. */
function gguf(tensors: readonly WrittenTensor[]): Uint8Array {
  const header = [
    ...[...new TextEncoder().encode("GGUF")],
    ...[...bytesOf(3, 4), ...bytesOf(tensors.length, 8), ...bytesOf(2, 8)],
    ...[...text("general.name"), ...bytesOf(8, 4), ...text("small")],
    ...[...text("ids"), ...bytesOf(9, 4), ...bytesOf(5, 4), ...bytesOf(2, 8)],
    ...[...bytesOf(7, 4), ...bytesOf(-1, 4)],
  ];
  let offset = 0;
  const data: number[] = [];
  for (const { name, shape, type, data: own } of tensors) {
    header.push(...text(name), ...bytesOf(2, 4), ...bytesOf(shape[1], 8), ...bytesOf(shape[0], 8));
    header.push(...bytesOf(type, 4), ...bytesOf(offset, 8));
    data.push(...own, ...new Array<number>((32 - (own.length % 32)) % 32).fill(0));
    offset = data.length;
  }
  const padding = new Array<number>((32 - (header.length % 32)) % 32).fill(0);
  return Uint8Array.from([...header, ...padding, ...data]);
}

/** 1.5, −0.25 … as halves. */
const halves: Readonly<Record<number, number>> = { 1.5: 0x3e00, 0.25: 0x3400, 2: 0x4000 };
const half = (value: number): number[] => bytesOf(halves[value], 2);

/** Digits of a block in the bytes of a layout, written from the layout's definition. */
const encoders: Readonly<
  Record<GgufLayout, (digits: readonly number[], scale: number) => number[]>
> = {
  Q1_0: (digits, scale) => {
    const bytes = new Array<number>(16).fill(0);
    for (const [i, digit] of digits.entries()) if (digit > 0) bytes[i >> 3] |= 1 << (i & 7);
    return [...half(scale), ...bytes];
  },
  TQ1_0: (digits, scale) => {
    const byte = (first: number, apart: number, count: number): number => {
      let q = 0;
      for (let n = 0; n < 5; n++) q = 3 * q + (n < count ? digits[first + n * apart] + 1 : 0);
      return Math.ceil((256 * q) / 243);
    };
    return [
      ...Array.from({ length: 32 }, (_, m) => byte(m, 32, 5)),
      ...Array.from({ length: 16 }, (_, m) => byte(160 + m, 16, 5)),
      ...Array.from({ length: 4 }, (_, m) => byte(240 + m, 4, 4)),
      ...half(scale),
    ];
  },
  TQ2_0: (digits, scale) => {
    const bytes = new Array<number>(64).fill(0);
    for (let j = 0; j < 64; j++) {
      for (let l = 0; l < 4; l++) {
        const element = Math.floor(j / 32) * 128 + l * 32 + (j % 32);
        bytes[j] |= (digits[element] + 1) << (2 * l);
      }
    }
    return [...bytes, ...half(scale)];
  },
  I2_S: (digits) =>
    Array.from({ length: 32 }, (_, p) =>
      [0, 1, 2, 3].reduce((byte, part) => (byte << 2) | (digits[32 * part + p] + 1), 0),
    ),
};

const cases = [
  ["Q1_0", 41, 128],
  ["TQ1_0", 34, 256],
  ["TQ2_0", 35, 256],
  ["I2_S", 36, 128],
] as const;

describe.each(cases)("%s", (layout, type, blockSize) => {
  const { integer, sign } = createRandom(type);
  const shape = [3, 2 * blockSize] as const;
  const digits = Array.from({ length: shape[0] * shape[1] }, () =>
    layout === "Q1_0" ? sign() : integer(-1, 1),
  );
  const blocks = digits.length / blockSize;
  const scales = Array.from({ length: blocks }, (_, i) => [1.5, 0.25, 2][i % 3]);
  const data = scales.flatMap((scale, i) =>
    encoders[layout](digits.slice(i * blockSize, (i + 1) * blockSize), scale),
  );
  // 1.5 as float32 behind all blocks, and 28 bytes of anything.
  if (layout === "I2_S") data.push(0, 0, 0xc0, 0x3f, ...new Array<number>(28).fill(0xaa));
  const whole: WrittenTensor = { name: "w", shape, type, data };

  test("digits and scales are those that were written, wherever the tensor stands", () => {
    const file = readGguf(gguf([whole, { ...whole, name: "again" }]));
    for (const tensor of file.tensors.values()) {
      const decoded = decodeGguf(tensor, file);
      expect(decoded).toMatchObject({ layout, rows: shape[0], columns: shape[1], blockSize });
      expect([...decoded.digits]).toEqual(digits.map((digit) => digit + 0));
      expect([...decoded.scales]).toEqual(layout === "I2_S" ? [1.5] : scales);
    }
  });

  test("as weights of a model they stand for digits times scales", () => {
    const file = readGguf(gguf([whole]));
    const [tensor] = [...file.tensors.values()];
    const { code, parts } = ggufWeights(tensor, file);
    const tensors = new Map(parts.map(([part, each]) => [`t.${part}`, each]));
    const specs = weightTensors({ tensor: "t", code }, ...shape);
    expect([...tensors].map(([name, { dtype }]) => [name, dtype]).sort()).toEqual(
      [...specs].map(([name, { dtype }]) => [name, dtype]).sort(),
    );
    const numbers = realOf(
      codedWeights(tensorReader({ tensors }), { tensor: "t", code }, ...shape),
    );
    const scaleOf = (i: number) => (layout === "I2_S" ? 1.5 : scales[Math.floor(i / blockSize)]);
    expect([...numbers.data]).toEqual(digits.map((digit, i) => digit * scaleOf(i) + 0));
  });

  test("bytes of another layout under its number are refused", () => {
    const file = readGguf(gguf([{ ...whole, data: [...data, ...new Array<number>(64).fill(0)] }]));
    const [tensor] = [...file.tensors.values()];
    expect(() => decodeGguf(tensor, file)).toThrow(`tensor "w": type ${type} must be ${layout}`);
  });
});

test("rows that are decoded in pieces have the bits of all digits", () => {
  const [rows, columns] = [3, 2 ** 21];
  const bytes = Uint8Array.from({ length: (rows * columns * 18) / 128 }, (_, i) =>
    i % 18 === 1 ? 0x3c : (i * 2654435761) >>> 24,
  );
  const tensor = { name: "w", shape: [rows, columns], type: 41, bytes };
  const { parts } = ggufWeights(tensor, { alignment: 32 });
  const { digits, scales } = decodeGguf(tensor, { alignment: 32 });
  const expected = new Map<string, Uint32Array | Float32Array>([
    ["bits", packBipolar(digits, rows, columns).words],
    ["scales", scales],
  ]);
  expect(parts.map(([name]) => name)).toEqual([...expected.keys()]);
  for (const [name, { data }] of parts) {
    const own = expected.get(name);
    // One by one the matcher takes seconds.
    expect(data.length === own?.length && own.every((value, i) => value === data[i])).toBe(true);
  }
});

test("numbers that builds use for several layouts, and codes of 3, are refused by name", () => {
  const ambiguous = readGguf(
    gguf([{ name: "w", shape: [1, 256], type: 42, data: new Array(72).fill(0) }]),
  );
  expect(() => decodeGguf([...ambiguous.tensors.values()][0], ambiguous)).toThrow(
    'tensor "w": type 42 must be one of 34 (TQ1_0), 35 (TQ2_0), 36 (I2_S), 41 (Q1_0)',
  );
  const three = readGguf(
    gguf([{ name: "w", shape: [1, 256], type: 35, data: new Array(66).fill(255) }]),
  );
  expect(() => decodeGguf([...three.tensors.values()][0], three)).toThrow(
    "codes must be 0, 1 or 2",
  );
});

test("fields are read; a file that is cut off anywhere, or none, is refused", () => {
  const bytes = gguf([{ name: "w", shape: [1, 128], type: 41, data: new Array(18).fill(0) }]);
  const { metadata, tensors, alignment } = readGguf(bytes);
  expect(metadata.get("general.name")).toBe("small");
  expect(metadata.get("ids")).toEqual([7, -1]);
  expect([alignment, tensors.get("w")?.shape]).toEqual([32, [1, 128]]);
  const headerBytes = bytes.length - 32;
  for (let length = 0; length < headerBytes - 31; length++) {
    expect(() => readGguf(bytes.subarray(0, length))).toThrow(MalformedFileError);
  }
  expect(() => readGguf(new TextEncoder().encode("<!doctype html>"))).toThrow(
    "readGguf: bytes must be a GGUF file, got an HTML page",
  );
});

test("of slices the header is read, however long, then each tensor by itself", async () => {
  const data = Array.from({ length: 18 }, (_, i) => i);
  const bytes = gguf(
    Array.from({ length: 2000 }, (_, i) => ({ name: `w${i}`, shape: [1, 128], type: 41, data })),
  );
  const whole = readGguf(bytes);
  const lengths: number[] = [];
  const slice = (start: number, end: number) => ({
    arrayBuffer: () => {
      lengths.push(end - start);
      return new Blob([bytes.slice(start, end)]).arrayBuffer();
    },
  });
  const { metadata, alignment, tensors, read } = await openGguf({ size: bytes.length, slice });
  expect([metadata, alignment]).toEqual([whole.metadata, whole.alignment]);
  expect([...tensors.keys()]).toEqual([...whole.tensors.keys()]);
  // 2000 entries of 43 to 46 bytes are more than 64 KiB.
  expect(lengths).toEqual([2 ** 16, 2 ** 17]);
  for (const name of ["w0", "w777", "w1999"]) {
    expect(await read(name)).toEqual(whole.tensors.get(name));
  }
  expect(lengths.slice(2)).toEqual([32, 32, 32]);
  await expect(read("other")).rejects.toThrow('openGguf: tensor "other" must be there');
  await expect(openGguf(new Blob([bytes.slice(0, 70_000)]))).rejects.toThrow(MalformedFileError);
});
