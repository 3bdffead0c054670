import { packBipolar, packTernary, wordsPerRow } from "@bnnkit/core";
import { widenToFloat32 } from "@bnnkit/model";
import { pieceBytes } from "./checkpoint-tensors.ts";
import type { CheckpointMatrix } from "./decoder-builder.ts";
import type { Gguf, GgufTensor } from "./gguf-reader.ts";

/** The one-bit and ternary layouts that are read. */
export type GgufLayout = "Q1_0" | "TQ1_0" | "TQ2_0" | "I2_S";

/** Digits of a matrix of a GGUF file: −1 and 1, or −1, 0 and 1. */
export interface GgufDigits {
  readonly layout: GgufLayout;
  readonly rows: number;
  readonly columns: number;
  /** Row-major. */
  readonly digits: Int8Array;
  /** Of each block of `blockSize` digits, or one for all. */
  readonly scales: Float32Array;
  readonly blockSize: number;
}

/** A layout: how many bytes a block of weights takes, and what they mean. */
interface BlockLayout {
  readonly blockSize: number;
  readonly blockBytes: number;
  /** Bytes behind all blocks. */
  readonly trailer: number;
  /** Writes the digits of a block. @returns its scale, NaN where all blocks share one */
  readonly decode: (block: Uint8Array, digits: Int8Array, title: string) => number;
}

const layouts: Readonly<Record<GgufLayout, BlockLayout>> = {
  Q1_0: { blockSize: 128, blockBytes: 18, trailer: 0, decode: decodeQ1 },
  TQ1_0: { blockSize: 256, blockBytes: 54, trailer: 0, decode: decodeTq1 },
  TQ2_0: { blockSize: 256, blockBytes: 66, trailer: 0, decode: decodeTq2 },
  I2_S: { blockSize: 128, blockBytes: 32, trailer: 32, decode: decodeI2 },
};

/** What a number of a type stands for where builds agree, by the bytes of a tensor elsewhere. */
const layoutOfType: ReadonlyMap<number, GgufLayout> = new Map([
  [34, "TQ1_0"],
  [35, "TQ2_0"],
  [36, "I2_S"],
  [41, "Q1_0"],
]);

/** Decodes the digits and scales of a matrix.
 *
 *  The number of a type says little, as builds give one number to several layouts: the layout is the one whose blocks take as many
 *  bytes as the tensor has. Of I2_S the layout of 32 bytes for 128 weights is read, with the scale behind them.
 *  @throws RangeError for a type that is none of these, bytes that do not fit its layout, and digits that are none. */
export function decodeGguf(tensor: GgufTensor, file: Pick<Gguf, "alignment">): GgufDigits {
  const title = `decodeGguf: tensor "${tensor.name}"`;
  const { rows, columns, layout, scales, decodeRows } = rowsOf(tensor, file, title);
  const digits = new Int8Array(rows * columns);
  decodeRows(digits, 0);
  checkScales(scales, title);
  return { layout, rows, columns, digits, scales, blockSize: layouts[layout].blockSize };
}

/** A matrix of a GGUF file as weights of a model: signs or ternary digits with a scale for each block of a row, or one for all. Digits are
 *  decoded and packed some rows at a time.
 *  @throws RangeError as {@link decodeGguf}. */
export function ggufWeights(tensor: GgufTensor, file: Pick<Gguf, "alignment">): CheckpointMatrix {
  const title = `ggufWeights: tensor "${tensor.name}"`;
  const { rows, columns, layout, scales, decodeRows } = rowsOf(tensor, file, title);
  const isBipolar = layout === "Q1_0";
  const words = wordsPerRow(columns);
  const plane = () => new Uint32Array(rows * words);
  const planes = isBipolar ? [plane()] : [plane(), plane()];
  const rowsAtOnce = Math.max(1, Math.floor(pieceBytes / columns));
  for (let row = 0; row < rows; row += rowsAtOnce) {
    const count = Math.min(rowsAtOnce, rows - row);
    const digits = new Int8Array(count * columns);
    decodeRows(digits, row);
    for (const [i, part] of packedPlanes(digits, count, columns, isBipolar).entries()) {
      planes[i].set(part, row * words);
    }
  }
  checkScales(scales, title);
  const { blockSize, trailer } = layouts[layout];
  const slices = columns / blockSize;
  const hasBlocks = trailer === 0;
  const term = {
    scale: hasBlocks ? ("row" as const) : scales[0],
    ...(hasBlocks && slices > 1 && { slices }),
  };
  const shape = slices === 1 ? [rows] : [rows, slices];
  const ofBlocks = hasBlocks ? ([["scales", { dtype: "F32", shape, data: scales }]] as const) : [];
  const names = isBipolar ? ["bits"] : ["mask", "sign"];
  return {
    code: [{ digit: isBipolar ? "bipolar" : "ternary", ...term }],
    parts: [
      ...names.map((name, i) => {
        return [name, { dtype: "U32", shape: [rows, words], data: planes[i] }] as const;
      }),
      ...ofBlocks,
    ],
  };
}

function packedPlanes(
  digits: Int8Array,
  rows: number,
  columns: number,
  isBipolar: boolean,
): readonly Uint32Array[] {
  if (isBipolar) return [packBipolar(digits, rows, columns).words];
  const { mask, sign } = packTernary(digits, rows, columns);
  return [mask, sign];
}

/** A matrix whose digits are decoded some rows at a time. */
interface GgufRows extends Pick<GgufDigits, "layout" | "rows" | "columns" | "scales"> {
  /** Decodes as many rows as there is room for, and their scales. */
  readonly decodeRows: (digits: Int8Array, firstRow: number) => void;
}

function rowsOf(
  tensor: GgufTensor,
  { alignment }: Pick<Gguf, "alignment">,
  title: string,
): GgufRows {
  const [rows, columns] = sizeOf(tensor, title);
  const layout = layoutOf(tensor, rows * columns, alignment, title);
  const { blockSize, blockBytes, trailer, decode } = layouts[layout];
  const count = (rows * columns) / blockSize;
  const scales = new Float32Array(trailer > 0 ? 1 : count);
  if (trailer > 0) {
    const { buffer, byteOffset } = tensor.bytes;
    scales[0] = new DataView(buffer, byteOffset + count * blockBytes, 4).getFloat32(0, true);
  }
  const decodeRows = (digits: Int8Array, firstRow: number): void => {
    const first = (firstRow * columns) / blockSize;
    for (let i = 0; i < digits.length / blockSize; i++) {
      const at = (first + i) * blockBytes;
      const block = tensor.bytes.subarray(at, at + blockBytes);
      const scale = decode(block, digits.subarray(i * blockSize, (i + 1) * blockSize), title);
      if (trailer === 0) scales[first + i] = scale;
    }
  };
  return { layout, rows, columns, scales, decodeRows };
}

function checkScales(scales: Float32Array, title: string): void {
  const bad = scales.findIndex((scale) => !Number.isFinite(scale));
  if (bad >= 0) throw new RangeError(`${title}: scale ${bad} must be finite, got ${scales[bad]}`);
}

function sizeOf({ shape }: GgufTensor, title: string): readonly [rows: number, columns: number] {
  const columns = shape.at(-1) ?? 1;
  const rows = shape.slice(0, -1).reduce((product, size) => product * size, 1);
  if (!Number.isSafeInteger(rows * columns) || rows * columns === 0) {
    throw new RangeError(`${title} must have weights, got [${shape.join(", ")}]`);
  }
  return [rows, columns];
}

function layoutOf(
  { type, bytes, shape }: GgufTensor,
  count: number,
  alignment: number,
  title: string,
): GgufLayout {
  const named = layoutOfType.get(type);
  const columns = shape.at(-1) ?? 1;
  const fits = (layout: GgufLayout): boolean => {
    const { blockSize, blockBytes, trailer } = layouts[layout];
    const size = (count / blockSize) * blockBytes + trailer;
    return columns % blockSize === 0 && bytes.length >= size && bytes.length < size + alignment;
  };
  if (named !== undefined && fits(named)) return named;
  const perWeight = ((8 * bytes.length) / count).toFixed(4);
  throw new RangeError(
    named === undefined
      ? `${title}: type ${type} must be one of 34 (TQ1_0), 35 (TQ2_0), 36 (I2_S), 41 (Q1_0): what others stand for differs between builds`
      : `${title}: type ${type} must be ${named}, whose rows are whole blocks of ${layouts[named].blockSize} weights in ${layouts[named].blockBytes} bytes, got [${shape.join(", ")}] in ${bytes.length} bytes (${perWeight} bits a weight): another build's layout, or a file that is cut off`,
  );
}

/** fp16 d, then a bit a weight from the lowest on, 1 for +d and 0 for −d. */
function decodeQ1(block: Uint8Array, digits: Int8Array): number {
  for (let i = 0; i < 128; i++) digits[i] = (block[2 + (i >> 3)] >> (i & 7)) & 1 ? 1 : -1;
  return half(block, 0);
}

/** 48 bytes of five trits, 4 of four, then fp16 d. A byte is `⌈256·q/243⌉` of the number q in base 3, the first trit first; the
 *  weights lie 32, then 16, then 4 apart. */
function decodeTq1(block: Uint8Array, digits: Int8Array): number {
  const trit = (byte: number, n: number): number => ((((byte * 3 ** n) & 255) * 3) >> 8) - 1;
  let at = 0;
  for (const [from, width, trits] of [
    [0, 32, 5],
    [32, 16, 5],
    [48, 4, 4],
  ]) {
    for (let n = 0; n < trits; n++) {
      for (let m = 0; m < width; m++) digits[at++] = trit(block[from + m], n);
    }
  }
  return half(block, 52);
}

/** 64 bytes of four codes, the lowest bits first, 32 weights apart, then fp16 d. */
function decodeTq2(block: Uint8Array, digits: Int8Array, title: string): number {
  for (let i = 0; i < 256; i++) {
    const byte = block[32 * (i >> 7) + (i & 31)];
    digits[i] = digitOf((byte >> (2 * ((i >> 5) & 3))) & 3, title);
  }
  return half(block, 64);
}

/** 32 bytes of four codes, the highest bits first, 32 weights apart. */
function decodeI2(block: Uint8Array, digits: Int8Array, title: string): number {
  for (let i = 0; i < 128; i++)
    digits[i] = digitOf((block[i & 31] >> (6 - 2 * (i >> 5))) & 3, title);
  return Number.NaN;
}

function digitOf(code: number, title: string): number {
  if (code < 3) return code - 1;
  throw new RangeError(`${title}: codes must be 0, 1 or 2, which stand for −1, 0 and 1, got 3`);
}

function half(block: Uint8Array, at: number): number {
  const data = Uint16Array.of(block[at] | (block[at + 1] << 8));
  return widenToFloat32({ dtype: "F16", shape: [1], data })[0];
}
