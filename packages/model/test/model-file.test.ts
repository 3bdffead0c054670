import { crc32 } from "node:zlib";
import { fc, test as propertyTest } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import {
  checkModel,
  type FileTensor,
  formatDescription,
  goldenTranslations,
  MalformedFileError,
  type PackedModel,
  readModel,
  readSafetensors,
  type Tensor,
  writeModel,
  writeSafetensors,
} from "../src/index.ts";
import { headerText, rawFile } from "./header-bytes.ts";
import { smallDescription, smallModel, withTensor } from "./small-model.ts";

const model = smallModel();
const bytes = writeModel(model);

describe("writeModel and readModel", () => {
  propertyTest.prop(
    [
      fc.nat({ max: 2 ** 32 - 1 }),
      fc.dictionary(fc.constantFrom("licence", "source", "trained", "ö"), fc.string()),
    ],
    { numRuns: 20 },
  )("round trip", (seed, metadata) => {
    const written = { ...smallModel(seed), metadata: { ...metadata } };
    const read = readModel(writeModel(written));
    expect(read.description).toEqual(written.description);
    expect(read.metadata).toEqual(written.metadata);
    expect([...read.tensors].sort()).toEqual([...written.tensors].sort());
    expect(writeModel(read)).toEqual(writeModel(written));
  });

  test("the metadata says what the file is", () => {
    const { metadata } = readSafetensors(bytes);
    expect(metadata).toEqual({
      format: "bnnkit",
      formatVersion: "2",
      packing: "bit=1 iff x<0; little-endian 32-bit words; rows padded to 128 bits",
      description: formatDescription(smallDescription),
      checksum: expect.stringMatching(/^crc32:[0-9a-f]{8}$/),
      ...model.metadata,
    });
  });

  test("the checksum is zlib's CRC-32 over metadata and tensors in order of their names", () => {
    const { metadata, tensors } = readSafetensors(bytes);
    const { checksum, ...rest } = metadata;
    expect(checksum).toBe(checksumByZlib(rest, tensors));
  });

  test("another order of the tensors in the file is read the same", () => {
    const { tensors, metadata } = readSafetensors(bytes);
    const entries = [...tensors].reverse();
    let position = 0;
    const header = entries.map(([name, { dtype, shape, data }]) => {
      const begin = position;
      position += data.byteLength;
      return `${JSON.stringify(name)}:${JSON.stringify({ dtype, shape, data_offsets: [begin, position] })}`;
    });
    const text = new TextEncoder().encode(
      `{${header.join(",")},"__metadata__":${JSON.stringify(metadata)}}`,
    );
    const file = new Uint8Array(8 + text.length + position);
    new DataView(file.buffer).setBigUint64(0, BigInt(text.length), true);
    file.set(text, 8);
    let offset = 8 + text.length;
    for (const [, { data }] of entries) {
      file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), offset);
      offset += data.byteLength;
    }
    const read = readModel(file);
    expect([...read.tensors].sort()).toEqual([...model.tensors].sort());
  });

  test("metadata that no reader would take is not written", () => {
    const licence = "x".repeat(5 * 2 ** 20);
    expect(() => writeModel({ ...model, metadata: { licence } })).toThrow(
      /^writeModel: description and metadata must fit into a header of 4194304 bytes, got 524\d{4}$/,
    );
  });

  test("golden examples come back", () => {
    expect(goldenTranslations(readModel(bytes))).toEqual([
      {
        source: Int32Array.of(4, 5, 2),
        target: Int32Array.of(1, 6, 2),
        logProbabilities: Float32Array.of(-0.5, -0.25),
      },
      {
        source: Int32Array.of(10),
        target: Int32Array.of(1, 2),
        logProbabilities: Float32Array.of(-1),
      },
    ]);
  });
});

describe("readModel refuses", () => {
  test("the file cut after any byte, or one byte too long", () => {
    for (let length = 0; length < bytes.length; length++) {
      expect(() => readModel(bytes.slice(0, length)), `${length} bytes`).toThrow(
        MalformedFileError,
      );
    }
    const longer = new Uint8Array(bytes.length + 1);
    longer.set(bytes);
    expect(() => readModel(longer)).toThrow("must equal the data in the file");
  });

  test("one flipped bit in any byte", () => {
    for (let i = 0; i < bytes.length; i++) {
      const damaged = bytes.slice();
      damaged[i] ^= 1 << (i % 8);
      expect(() => readModel(damaged), `byte ${i}`).toThrow(MalformedFileError);
    }
  });

  propertyTest.prop([fc.uint8Array({ maxLength: 300 })])("random bytes", (random) => {
    expect(() => readModel(random)).toThrow(MalformedFileError);
  });

  propertyTest.prop([
    fc.nat({ max: bytes.length - 1 }),
    fc.uint8Array({ minLength: 1, maxLength: 40 }),
  ])("overwritten stretches", (start, stretch) => {
    const damaged = bytes.slice();
    damaged.set(stretch.subarray(0, bytes.length - start), start);
    fc.pre(damaged.some((byte, i) => byte !== bytes[i]));
    expect(() => readModel(damaged)).toThrow(MalformedFileError);
  });

  test.each<[Record<string, string>, string]>([
    [{ format: "pt" }, 'metadata.format must be "bnnkit", got "pt"'],
    [
      { formatVersion: "3" },
      'metadata.formatVersion must be "1" or "2", the versions that this release reads, got "3"',
    ],
    [{ packing: "bit=1 iff x>0" }, 'metadata.packing must be "bit=1 iff x<0'],
    [{ checksum: "crc32:00000000" }, 'metadata.checksum ("crc32:00000000"), got crc32:'],
    [{ description: "{}" }, "the file is damaged"],
  ])("metadata %j", (metadata, message) => {
    const file = readSafetensors(bytes);
    const changed = writeSafetensors({ ...file, metadata: { ...file.metadata, ...metadata } });
    expect(() => readModel(changed)).toThrow(MalformedFileError);
    expect(() => readModel(changed)).toThrow(message);
  });

  test("another program's safetensors file", () => {
    const tensors = new Map<string, Tensor>([
      ["w", { dtype: "F32", shape: [1], data: Float32Array.of(1) }],
    ]);
    expect(() => readModel(writeSafetensors({ tensors, metadata: {} }))).toThrow(
      'metadata.format must be "bnnkit", got undefined',
    );
  });

  test("a header that is large only in metadata", () => {
    const bomb = rawFile(`{"__metadata__":{"format":"${"x".repeat(2 ** 22)}"}}`);
    expect(() => readModel(bomb)).toThrow("must be at most 4194304");
  });

  test("two hundred thousand metadata keys", () => {
    const keys = Array.from({ length: 200_000 }, (_, i) => `"k${i}":""`);
    const bomb = rawFile(`{"__metadata__":{${keys}}}`);
    expect(() => readModel(bomb)).toThrow("metadata.format must be");
  });

  test.each([
    ["an id beyond the vocabulary", '"padding\\":0', '"padding\\":11'],
    ["an input that comes later", '"inputs\\":[\\"source\\"]', '"inputs\\":[\\"relu\\"]'],
    ["an op from the future", '"op\\":\\"add\\"', '"op\\":\\"sum\\"'],
    ["a duplicate field", '"padding\\":0', '"end\\":2,\\"padding\\":0'],
  ])("%s, even with the right checksum", (_, from, to) => {
    const file = readSafetensors(bytes);
    const escaped = JSON.stringify(file.metadata.description);
    expect(escaped).toContain(from);
    const description: unknown = JSON.parse(escaped.replace(from, to));
    const forged = forge({ description: String(description) });
    expect(() => readModel(forged)).toThrow(MalformedFileError);
    expect(() => readModel(forged)).toThrow(/readModel: (parseDescription|.*JSON)/);
  });
});

/** The file with other metadata or tensors and a checksum that fits them. */
function forge(
  metadata: Record<string, string>,
  tensors: ReadonlyMap<string, Tensor> = model.tensors,
): Uint8Array {
  const { checksum: _, ...rest } = readSafetensors(bytes).metadata;
  const content = { ...rest, ...metadata };
  const checksum = checksumByZlib(content, tensors);
  return writeSafetensors({ tensors, metadata: { ...content, checksum } });
}

function checksumByZlib(
  metadata: Readonly<Record<string, string>>,
  tensors: ReadonlyMap<string, FileTensor>,
): string {
  let crc = 0;
  for (const key of Object.keys(metadata).sort()) {
    crc = crc32(`${key}\0${metadata[key]}\0`, crc);
  }
  for (const [name, { data }] of [...tensors].sort(([a], [b]) => (a < b ? -1 : 1))) {
    crc = crc32(`${name}\0`, crc);
    // zlib answers 0 for an empty array, whatever the start value.
    if (data.byteLength === 0) continue;
    crc = crc32(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), crc);
  }
  return `crc32:${crc.toString(16).padStart(8, "0")}`;
}

describe("checkModel, and with it readModel and writeModel, refuse", () => {
  const f32 = (...values: number[]): Tensor => ({
    dtype: "F32",
    shape: [values.length],
    data: Float32Array.from(values),
  });
  const ids = (...values: number[]): Tensor => ({
    dtype: "I32",
    shape: [values.length],
    data: Int32Array.from(values),
  });
  const codes = (at: number, value: number): Tensor => {
    const data = Int8Array.from(model.tensors.get("words.codes")?.data ?? []);
    data[at] = value;
    return { dtype: "I8", shape: [11, 6], data };
  };
  const bits = (at: number, word: number): Tensor => {
    const data = Uint32Array.from(model.tensors.get("encoder/in.bits")?.data ?? []);
    data[at] |= word;
    return { dtype: "U32", shape: [5, 4], data };
  };

  test("accept the model of the cases below", () => {
    expect(() => checkModel(model)).not.toThrow();
    expect(() => checkModel(withTensor(model, "words.codes", codes(3, -127)))).not.toThrow();
    expect(() => checkModel(withTensor(model, "encoder/in.bits", bits(16, 2 ** 5)))).not.toThrow();
    expect(() => readModel(forge({}))).not.toThrow();
  });

  test.each<[string, Tensor | undefined, string]>([
    ["words.codes", undefined, 'tensor "words.codes" (I8 [11, 6]) must be there'],
    ["words.codes", f32(1), 'tensor "words.codes" must be I8 [11, 6], got "F32 [1]"'],
    [
      "words.codes",
      { dtype: "I8", shape: [6, 11], data: new Int8Array(66) },
      'must be I8 [11, 6], got "I8 [6, 11]"',
    ],
    [
      "words.codes",
      codes(17, -128),
      'tensor "words.codes"[17] must be a code in −127 … 127, got −128',
    ],
    [
      "encoder/in.bias",
      f32(0, 1, 2, Number.NaN, 4),
      'tensor "encoder/in.bias"[3] must be finite, got NaN',
    ],
    [
      "encoder/in.scales",
      f32(0, 1, 2, 3, -Infinity),
      'tensor "encoder/in.scales"[4] must be finite, got -Infinity',
    ],
    [
      "encoder/in.bits",
      bits(16, 2 ** 6),
      'tensor "encoder/in.bits" must have zero pad bits from column 6',
    ],
    ["encoder/in.bits", bits(3, 2 ** 31), "row 0, word 3"],
    ["stowaway", f32(1), 'tensor "stowaway" must belong to a node'],
    ["golden/0/target", undefined, 'tensor "golden/0/target" must be I32 [n], got nothing'],
    ["golden/0/source", undefined, "must belong to one of the 0 examples numbered from 0"],
    ["golden/7/source", ids(1), 'tensor "golden/7/source" must belong to one of the 2 examples'],
    ["golden/01/source", ids(1), 'tensor "golden/01/source" must belong to one of the 2 examples'],
    ["golden/0/source", f32(1), 'tensor "golden/0/source" must be I32 [n], got F32 [1]'],
    [
      "golden/0/source",
      { dtype: "I32", shape: [1, 3], data: Int32Array.of(1, 2, 3) },
      "must be I32 [n], got I32 [1, 3]",
    ],
    ["golden/0/source", ids(), "golden/0/source must have 1 to 7 elements, got 0"],
    [
      "golden/0/source",
      ids(1, 1, 1, 1, 1, 1, 1, 1),
      "golden/0/source must have 1 to 7 elements, got 8",
    ],
    [
      "golden/0/source",
      ids(4, 11, 2),
      "golden/0/source[1] must be an integer in 0 … vocabularySize − 1 = 10, got 11",
    ],
    ["golden/0/target", ids(1, -1, 2), "golden/0/target[1] must be an integer in 0"],
    ["golden/0/target", ids(1), "golden/0/target must have 2 to 8 elements, got 1"],
    [
      "golden/0/log-probabilities",
      f32(-1),
      "golden/0/log-probabilities must have 2 elements, got 1",
    ],
    [
      "golden/0/log-probabilities",
      f32(-1, Number.NaN),
      "golden/0/log-probabilities[1] must be finite, got NaN",
    ],
  ])("%s", (name, tensor, message) => {
    const broken = withTensor(model, name, tensor);
    expect(() => checkModel(broken)).toThrow(RangeError);
    expect(() => checkModel(broken)).toThrow(message);
    expect(() => writeModel(broken)).toThrow(message);
    const file = forge({}, broken.tensors);
    expect(() => readModel(file)).toThrow(MalformedFileError);
    expect(() => readModel(file)).toThrow(message);
  });

  test.each([
    ["encoder/in.bias", "BF16", Uint16Array.of(0, 0, 0, 0, 0)],
    ["encoder/in.bias", "F16", Uint16Array.of(0, 0, 0, 0, 0)],
    ["encoder/in.bits", "I64", BigInt64Array.of(0n)],
    ["encoder/in.bits", "U64", BigUint64Array.of(0n)],
  ] as const)("%s as %s, which a file may hold and a model not", (name, dtype, data) => {
    // Both belong together; what the file holds has no type.
    const tensor = { dtype, shape: [data.length], data } as unknown as Tensor;
    const file = forge({}, withTensor(model, name, tensor).tensors);
    expect(() => readModel(file)).toThrow(MalformedFileError);
    expect(() => readModel(file)).toThrow(
      `readModel: tensor "${name}" of a model must have a dtype of F32, I8, I32, U32, U8, got ${dtype}`,
    );
  });

  test("a tensor whose data has another length or type than it says", () => {
    const short: Tensor = { dtype: "F32", shape: [5], data: new Float32Array(4) };
    expect(() => checkModel(withTensor(model, "encoder/in.bias", short))).toThrow(
      'tensor "encoder/in.bias" must have 5 elements, got 4',
    );
    const wrong = { dtype: "F32", shape: [5], data: new Float64Array(5) } as unknown as Tensor;
    expect(() => checkModel(withTensor(model, "encoder/in.bias", wrong))).toThrow(TypeError);
  });

  test.each(["format", "formatVersion", "packing", "description", "checksum"])(
    "free text under the key %s",
    (key) => {
      const hiding: PackedModel = { ...model, metadata: { [key]: "x" } };
      expect(() => writeModel(hiding)).toThrow(`metadata must not have the key "${key}"`);
    },
  );
});

test("the header of a model file starts with its metadata", () => {
  expect(headerText(bytes)).toMatch(/^\{"__metadata__":\{"checksum":"crc32:/);
});
