import { fc, test as propertyTest } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import {
  type FileTensor,
  MalformedFileError,
  readSafetensors,
  type Safetensors,
  type Tensor,
  writeSafetensors,
} from "../src/index.ts";
import { headerText, rawFile } from "./header-bytes.ts";

const shape = fc.array(fc.nat({ max: 5 }), { maxLength: 3 });
const count = (sizes: readonly number[]): number => sizes.reduce((a, b) => a * b, 1);

/** Any bit pattern of any dtype, NaN with payload included. */
const tensor: fc.Arbitrary<FileTensor> = shape.chain((sizes) => {
  const n = count(sizes);
  const bytes = (width: number): fc.Arbitrary<ArrayBuffer> =>
    fc
      .uint8Array({ minLength: n * width, maxLength: n * width })
      .map((data) => new Uint8Array(data).buffer);
  const shape = sizes;
  return fc.oneof(
    bytes(4).map((b): FileTensor => ({ dtype: "F32", shape, data: new Float32Array(b) })),
    bytes(1).map((b): FileTensor => ({ dtype: "I8", shape, data: new Int8Array(b) })),
    bytes(4).map((b): FileTensor => ({ dtype: "I32", shape, data: new Int32Array(b) })),
    bytes(4).map((b): FileTensor => ({ dtype: "U32", shape, data: new Uint32Array(b) })),
    bytes(1).map((b): FileTensor => ({ dtype: "U8", shape, data: new Uint8Array(b) })),
    bytes(2).map((b): FileTensor => ({ dtype: "BF16", shape, data: new Uint16Array(b) })),
    bytes(1).map((b): FileTensor => ({ dtype: "BOOL", shape, data: new Uint8Array(b) })),
    bytes(2).map((b): FileTensor => ({ dtype: "F16", shape, data: new Uint16Array(b) })),
    bytes(8).map((b): FileTensor => ({ dtype: "F64", shape, data: new Float64Array(b) })),
    bytes(1).map((b): FileTensor => ({ dtype: "F8_E4M3", shape, data: new Uint8Array(b) })),
    bytes(1).map((b): FileTensor => ({ dtype: "F8_E5M2", shape, data: new Uint8Array(b) })),
    bytes(2).map((b): FileTensor => ({ dtype: "I16", shape, data: new Int16Array(b) })),
    bytes(8).map((b): FileTensor => ({ dtype: "I64", shape, data: new BigInt64Array(b) })),
    bytes(2).map((b): FileTensor => ({ dtype: "U16", shape, data: new Uint16Array(b) })),
    bytes(8).map((b): FileTensor => ({ dtype: "U64", shape, data: new BigUint64Array(b) })),
  );
});

const key = fc
  .string({ unit: "grapheme" })
  .filter((name) => name !== "__proto__" && name !== "__metadata__");

const file: fc.Arbitrary<Safetensors> = fc.record({
  tensors: fc.array(fc.tuple(key, tensor), { maxLength: 5 }).map((list) => new Map(list)),
  metadata: fc.dictionary(key, fc.string({ unit: "grapheme" }), {
    maxKeys: 4,
    noNullPrototype: true,
  }),
});

const rawBytes = ({ data }: FileTensor): number[] => [
  ...new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
];

function expectSame(actual: Safetensors, expected: Safetensors): void {
  expect(actual.metadata).toEqual(expected.metadata);
  expect([...actual.tensors.keys()].sort()).toEqual([...expected.tensors.keys()].sort());
  for (const [name, wanted] of expected.tensors) {
    const got = actual.tensors.get(name)!;
    expect([got.dtype, got.shape, rawBytes(got)]).toEqual([
      wanted.dtype,
      wanted.shape,
      rawBytes(wanted),
    ]);
  }
}

describe("writeSafetensors and readSafetensors", () => {
  propertyTest.prop([file])("round trip bit for bit", (content) => {
    expectSame(readSafetensors(writeSafetensors(content)), content);
  });

  propertyTest.prop([file, fc.integer({ min: 0, max: 7 })])(
    "read the same at any address",
    (content, offset) => {
      const bytes = writeSafetensors(content);
      const moved = new Uint8Array(offset + bytes.length).subarray(offset);
      moved.set(bytes);
      expectSame(readSafetensors(moved), content);
    },
  );

  propertyTest.prop([file])("writing what was read gives the same bytes", (content) => {
    const bytes = writeSafetensors(content);
    expect(writeSafetensors(readSafetensors(bytes))).toEqual(bytes);
  });

  test("the bytes of a small file", () => {
    const bytes = writeSafetensors({
      tensors: new Map<string, Tensor>([
        ["b", { dtype: "I8", shape: [3], data: Int8Array.of(-1, 0, 1) }],
        ["z", { dtype: "F32", shape: [], data: Float32Array.of(1) }],
        ["a", { dtype: "U32", shape: [1, 2], data: Uint32Array.of(1, 0xfffffffe) }],
      ]),
      metadata: { y: "2", x: "1" },
    });
    const header =
      '{"__metadata__":{"x":"1","y":"2"},' +
      '"a":{"dtype":"U32","shape":[1,2],"data_offsets":[0,8]},' +
      '"z":{"dtype":"F32","shape":[],"data_offsets":[8,12]},' +
      '"b":{"dtype":"I8","shape":[3],"data_offsets":[12,15]}}';
    const padded = 8 * Math.ceil(header.length / 8);
    expect(headerText(bytes)).toBe(header);
    expect(bytes.length).toBe(8 + padded + 4 * 2 + 4 + 3);
    expect([...bytes.subarray(8 + header.length, 8 + padded)]).toEqual(
      Array.from({ length: padded - header.length }, () => 0x20),
    );
    expect([...bytes.subarray(8 + padded)]).toEqual([
      ...[1, 0, 0, 0, 0xfe, 0xff, 0xff, 0xff],
      ...[0, 0, 0x80, 0x3f],
      ...[0xff, 0, 1],
    ]);
  });

  test("tensors are views of an aligned file and copies of a shifted one", () => {
    const content: Safetensors = {
      tensors: new Map([["a", { dtype: "F32", shape: [2], data: Float32Array.of(1, 2) }]]),
      metadata: {},
    };
    const bytes = writeSafetensors(content);
    expect(readSafetensors(bytes).tensors.get("a")?.data.buffer).toBe(bytes.buffer);
    const shifted = new Uint8Array(1 + bytes.length).subarray(1);
    shifted.set(bytes);
    expect(readSafetensors(shifted).tensors.get("a")?.data.buffer).not.toBe(shifted.buffer);
  });

  test("reads shared memory, slices and Node's buffers", () => {
    const content: Safetensors = {
      tensors: new Map([["a", { dtype: "I8", shape: [2], data: Int8Array.of(1, 2) }]]),
      metadata: { k: "v" },
    };
    const bytes = writeSafetensors(content);
    const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
    shared.set(bytes);
    expectSame(readSafetensors(shared), content);
    const slice = new Uint8Array(bytes.length + 3).subarray(3);
    slice.set(bytes);
    expectSame(readSafetensors(slice), content);
    if (typeof Buffer !== "undefined") expectSame(readSafetensors(Buffer.from(bytes)), content);
  });

  test("numeric names keep their tensors, and an empty file is one", () => {
    const tensors = new Map<string, Tensor>([
      ["2", { dtype: "U8", shape: [1], data: Uint8Array.of(2) }],
      ["1", { dtype: "U8", shape: [1], data: Uint8Array.of(1) }],
    ]);
    expectSame(readSafetensors(writeSafetensors({ tensors, metadata: {} })), {
      tensors,
      metadata: {},
    });
    expect(headerText(writeSafetensors({ tensors: new Map(), metadata: {} }))).toBe("{}");
  });
});

describe("writeSafetensors refuses", () => {
  const write = (name: string, tensor: unknown, metadata: Record<string, string> = {}) =>
    // A caller without types can pass anything.
    writeSafetensors({ tensors: new Map([[name, tensor as Tensor]]), metadata });

  test.each([
    [
      "a",
      { dtype: "F32", shape: [3], data: Float32Array.of(1) },
      'tensor "a" must have 3 elements',
    ],
    ["a", { dtype: "F32", shape: [1], data: Int32Array.of(1) }, "typed array of that dtype"],
    ["a", { dtype: "F4", shape: [1], data: Uint8Array.of(1) }, "must have a dtype of F32"],
    ["a", { dtype: "F16", shape: [1], data: Uint8Array.of(1) }, "(Uint16Array)"],
    ["a", { dtype: "I64", shape: [1], data: Int32Array.of(1) }, "(BigInt64Array)"],
    ["a", { dtype: "U8", shape: [-1], data: new Uint8Array() }, "at most 32 sizes ≥ 0"],
    ["a", { dtype: "U8", shape: [0.5, 2], data: new Uint8Array() }, "sizes ≥ 0, got [0.5, 2]"],
    [
      "__metadata__",
      { dtype: "U8", shape: [0], data: new Uint8Array() },
      "tensor name must not be",
    ],
    ["__proto__", { dtype: "U8", shape: [0], data: new Uint8Array() }, "tensor name must not be"],
    ["\ud800", { dtype: "U8", shape: [0], data: new Uint8Array() }, "well-formed Unicode"],
  ])("%j %j", (name, tensor, message) => {
    expect(() => write(name, tensor)).toThrow(message);
  });

  test("metadata that is not well-formed text", () => {
    const empty = { dtype: "U8", shape: [0], data: new Uint8Array() };
    expect(() => write("a", empty, { k: "\udc00" })).toThrow("metadata.k must be well-formed");
    expect(() => write("a", empty, { k: 1 as unknown as string })).toThrow(TypeError);
  });
});

describe("readSafetensors refuses", () => {
  const entry = (fields: string): string => `{"a":{${fields}}}`;
  const good = '"dtype":"U8","shape":[2],"data_offsets":[0,2]';

  test("accepts the unharmed header of the cases below", () => {
    expect(readSafetensors(rawFile(entry(good), 2)).tensors.get("a")?.shape).toEqual([2]);
  });

  test.each<[string, Uint8Array, string]>([
    ["an empty file", new Uint8Array(), "must be a safetensors file, got an empty file"],
    ["seven bytes", new Uint8Array(7), "must start with 8 bytes of header length, got 7"],
    ["no header", new Uint8Array(8), 'header must start with "{" at byte 8'],
    [
      "a header beyond the file",
      rawFile("{}", 0, 3n),
      "header length (3, bytes 0 to 7) must be at most the 2",
    ],
    ["2⁵³", rawFile("{}", 0, 2n ** 53n), "must be at most the 2 bytes that follow"],
    ["2⁶⁴ − 1", rawFile("{}", 0, 2n ** 64n - 1n), "must be at most the 2 bytes that follow"],
    [
      "text",
      new TextEncoder().encode("hello world"),
      "must be a safetensors file, got text that begins",
    ],
    ["a byte order mark", rawFile("\ufeff{}"), 'must start with "{"'],
    ["a leading space", rawFile(" {}"), 'must start with "{"'],
    ["a list", rawFile("[]"), 'must start with "{"'],
    [
      "invalid UTF-8",
      rawFile(Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x7d)),
      "header (bytes 8 to 12) must be UTF-8",
    ],
    ["cut UTF-8", rawFile(Uint8Array.of(0x7b, 0x22, 0xc3)), "must be UTF-8"],
    ["zeros after the header", rawFile("{}\0"), "header: JSON must end at character 2"],
    ["a duplicate tensor", rawFile(`{"a":{${good}},"a":{${good}}}`, 2), 'must name "a" once'],
    [
      "duplicate metadata",
      rawFile('{"__metadata__":{},"__metadata__":{}}'),
      'must name "__metadata__" once',
    ],
    ["a prototype", rawFile(`{"__proto__":{${good}}}`, 2), 'must not use the key "__proto__"'],
    [
      "a prototype in metadata",
      rawFile('{"__metadata__":{"__proto__":"x"}}'),
      'must not use the key "__proto__"',
    ],
    ["depth", rawFile('{"a":{"shape":[[1]]}}'), "must be nested at most 3 deep"],
    ["a million brackets", rawFile(`{"a":${"[".repeat(1e6)}`), "must be nested at most 3 deep"],
    [
      "metadata that is a list",
      rawFile('{"__metadata__":[]}'),
      "metadata must be an object, got a list",
    ],
    [
      "metadata that is a number",
      rawFile('{"__metadata__":{"k":1}}'),
      'metadata: "k" must be a string, got 1',
    ],
    [
      "nested metadata",
      rawFile('{"__metadata__":{"k":{}}}'),
      'metadata: "k" must be a string, got an object',
    ],
    ["an entry that is a number", rawFile('{"a":1}'), 'tensor "a" must be an object, got 1'],
    ["an unknown field", rawFile(entry(`${good},"x":1`), 2), 'must not have a field "x"'],
    [
      "no dtype",
      rawFile(entry('"shape":[2],"data_offsets":[0,2]'), 2),
      "dtype must be one of F32, I8, I32, U32, U8, BF16, BOOL, F16, F64, F8_E4M3, F8_E5M2, I16, I64, U16, U64, got undefined",
    ],
    [
      "an unknown dtype",
      rawFile(entry('"dtype":"F4","shape":[2],"data_offsets":[0,2]'), 2),
      'got "F4"',
    ],
    [
      "a dtype of the prototype",
      rawFile(entry('"dtype":"toString","shape":[2],"data_offsets":[0,2]'), 2),
      'got "toString"',
    ],
    ["no shape", rawFile(entry('"dtype":"U8","data_offsets":[0,2]'), 2), "shape must be a list"],
    [
      "a negative size",
      rawFile(entry('"dtype":"U8","shape":[-2],"data_offsets":[0,2]'), 2),
      "shape must hold whole numbers ≥ 0, got -2",
    ],
    [
      "two negative sizes",
      rawFile(entry('"dtype":"U8","shape":[-1,-2],"data_offsets":[0,2]'), 2),
      "whole numbers ≥ 0, got -1",
    ],
    [
      "a fractional size",
      rawFile(entry('"dtype":"U8","shape":[1.5],"data_offsets":[0,2]'), 2),
      'JSON must have an integer at character 28, got "1.5]',
    ],
    [
      "a size with a point",
      rawFile(entry('"dtype":"U8","shape":[1.0],"data_offsets":[0,1]'), 1),
      'JSON must have an integer at character 28, got "1.0]',
    ],
    [
      "a size with an exponent",
      rawFile(entry('"dtype":"U8","shape":[1e0],"data_offsets":[0,1]'), 1),
      'JSON must have an integer at character 28, got "1e0]',
    ],
    [
      "minus zero",
      rawFile(entry('"dtype":"U8","shape":[-0],"data_offsets":[0,0]')),
      "shape must hold whole numbers ≥ 0, got -0",
    ],
    [
      "a size beyond 2⁵³",
      rawFile(entry('"dtype":"U8","shape":[9007199254740992],"data_offsets":[0,2]'), 2),
      "whole numbers ≥ 0",
    ],
    [
      "a product beyond 2⁵³",
      rawFile(entry('"dtype":"U8","shape":[4294967296,4294967296],"data_offsets":[0,0]')),
      "must equal 18446744073709552000",
    ],
    [
      "∞ · 0",
      rawFile(entry(`"dtype":"U8","shape":[${Array(30).fill(2 ** 52)},0],"data_offsets":[0,0]`)),
      "must equal NaN",
    ],
    [
      "33 dimensions",
      rawFile(entry(`"dtype":"U8","shape":[${Array(33).fill(1)}],"data_offsets":[0,1]`), 1),
      "at most 32 numbers",
    ],
    [
      "a shape that is text",
      rawFile(entry('"dtype":"U8","shape":["2"],"data_offsets":[0,2]'), 2),
      'whole numbers ≥ 0, got "2"',
    ],
    ["no offsets", rawFile(entry('"dtype":"U8","shape":[2]'), 2), "data_offsets must be a list"],
    [
      "one offset",
      rawFile(entry('"dtype":"U8","shape":[0],"data_offsets":[0]')),
      "data_offsets must be [begin, end]",
    ],
    [
      "no numbers",
      rawFile(entry('"dtype":"U8","shape":[0],"data_offsets":[]')),
      "data_offsets must be [begin, end]",
    ],
    [
      "three offsets",
      rawFile(entry('"dtype":"U8","shape":[2],"data_offsets":[0,2,2]'), 2),
      "data_offsets must be [begin, end]",
    ],
    [
      "swapped offsets",
      rawFile(entry('"dtype":"U8","shape":[2],"data_offsets":[2,0]'), 2),
      "data_offsets must be [begin, end] with begin ≤ end, got [2, 0]",
    ],
    [
      "a negative offset",
      rawFile(entry('"dtype":"U8","shape":[2],"data_offsets":[-2,0]'), 2),
      "whole numbers ≥ 0, got -2",
    ],
    [
      "a fractional offset",
      rawFile(entry('"dtype":"U8","shape":[2],"data_offsets":[0,2.5]'), 2),
      'JSON must have an integer at character 49, got "2.5]}}"',
    ],
    [
      "a span unlike the shape",
      rawFile(entry('"dtype":"F32","shape":[2],"data_offsets":[0,2]'), 2),
      "span 2 bytes, which must equal 8, the size of F32 [2]",
    ],
    [
      "data beyond the file",
      rawFile(entry('"dtype":"U8","shape":[9],"data_offsets":[0,9]'), 2),
      "(9 bytes) must equal the data in the file (2 bytes)",
    ],
    [
      "a terabyte",
      rawFile(entry('"dtype":"U8","shape":[1099511627776],"data_offsets":[0,1099511627776]'), 2),
      "must equal the data in the file (2 bytes)",
    ],
    ["a surplus", rawFile(entry(good), 3), "(2 bytes) must equal the data in the file (3 bytes)"],
    [
      "a hole at the start",
      rawFile(entry('"dtype":"U8","shape":[2],"data_offsets":[1,3]'), 3),
      "leaves a hole: its data must begin at 0, got 1",
    ],
    [
      "a hole between",
      rawFile(`{"b":{"dtype":"U8","shape":[1],"data_offsets":[3,4]},"a":{${good}}}`, 4),
      'tensor "b" leaves a hole: its data must begin at 2, got 3',
    ],
    [
      "an overlap",
      rawFile(`{"a":{${good}},"b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}}`, 3),
      'tensor "b" overlaps: its data must begin at 2, got 1',
    ],
    ["the same data twice", rawFile(`{"a":{${good}},"b":{${good}}}`, 2), 'tensor "b" overlaps'],
    [
      "an empty tensor inside another",
      rawFile(`{"a":{${good}},"b":{"dtype":"U8","shape":[0],"data_offsets":[1,1]}}`, 2),
      'tensor "b" overlaps',
    ],
  ])("%s", (_, bytes, message) => {
    expect(() => readSafetensors(bytes)).toThrow(MalformedFileError);
    expect(() => readSafetensors(bytes)).toThrow(message);
  });

  test("a header over the limit, the caller's or 100,000,000 bytes", () => {
    const bytes = rawFile(`{${" ".repeat(30)}}`);
    expect(readSafetensors(bytes, { maximumHeaderBytes: 32 }).tensors.size).toBe(0);
    expect(() => readSafetensors(bytes, { maximumHeaderBytes: 31 })).toThrow(
      "header length (32, bytes 0 to 7) must be at most 31",
    );
    for (const limit of [0, -1, Number.NaN, 1.5]) {
      expect(() => readSafetensors(bytes, { maximumHeaderBytes: limit })).toThrow(
        "maximumHeaderBytes must be an integer ≥ 1",
      );
    }
    const huge = new Uint8Array(8 + 100_000_001);
    new DataView(huge.buffer).setBigUint64(0, 100_000_001n, true);
    expect(() => readSafetensors(huge, { maximumHeaderBytes: 2 ** 50 })).toThrow(
      "must be at most 100000000",
    );
  });

  test("what is no bytes", () => {
    for (const value of [undefined, null, "{}", []]) {
      expect(() => readSafetensors(value as unknown as Uint8Array)).toThrow(TypeError);
    }
  });

  test("long hostile names are cut in the message", () => {
    const bytes = rawFile(`{"${"x".repeat(1e5)}\\u001b[31m":1}`);
    expect(() => readSafetensors(bytes)).toThrow(/^[\x20-\x7e…]{1,200}$/);
    const reversing = rawFile('{"\u202e\u009b31m\u2028":1}');
    expect(() => readSafetensors(reversing)).toThrow(
      'tensor "\\u{202e}\\u{9b}31m\\u{2028}" must be an object',
    );
  });
});
