import { type TernaryMatrix, wordsPerRow } from "@bnnkit/core";

/** Digits −1, 0, 1 of bytes that hold four each: byte row r has the rows r, r + n, r + 2n and r + 3n in its bits 1:0, 3:2, 5:4 and 7:6,
 *  n being rows/4, as digit + 1.
 *
 *  The safetensors files of BitNet b1.58: https://huggingface.co/microsoft/bitnet-b1.58-2B-4T
 *  @param name  Of the tensor, for messages.
 *  @throws RangeError for the code 3, naming its place. */
export function unpackTernaryBytes(
  name: string,
  bytes: Uint8Array,
  rows: number,
  columns: number,
): Int8Array {
  const perPart = rows / 4;
  const digits = new Int8Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    const shift = 2 * Math.floor(row / perPart);
    for (let column = 0; column < columns; column++) {
      const code = (bytes[(row % perPart) * columns + column] >> shift) & 3;
      if (code === 3) refuseCode("unpackTernaryBytes", name, row, column);
      digits[row * columns + column] = code - 1;
    }
  }
  return digits;
}

/** The same digits as a mask and signs, without an array of digits between.
 *  @param bytes  [rows/4 × columns]
 *  @throws RangeError for rows that are no multiple of 4, bytes of another length, and the code 3, naming its place. */
export function packTernaryBytes(
  name: string,
  bytes: Uint8Array,
  rows: number,
  columns: number,
): TernaryMatrix {
  const packer = new TernaryBytesPacker(name, rows, columns);
  if (bytes.length !== (rows / 4) * columns) {
    throw new RangeError(
      `packTernaryBytes: ${name}: bytes must be ${(rows / 4) * columns}, got ${bytes.length}`,
    );
  }
  packer.add(bytes);
  return packer.matrix();
}

/** Packs the bytes of a matrix that come some rows at a time. */
export class TernaryBytesPacker {
  readonly #name: string;
  readonly #rows: number;
  readonly #columns: number;
  readonly #wordsPerRow: number;
  readonly #mask: Uint32Array;
  readonly #sign: Uint32Array;
  /** One row of bytes; those behind its end say 0 four times. */
  readonly #row: Uint8Array;
  #next = 0;

  constructor(name: string, rows: number, columns: number) {
    this.#wordsPerRow = wordsPerRow(columns);
    if (rows % 4 !== 0) {
      throw new RangeError(`packTernaryBytes: ${name} must have a multiple of 4 rows, got ${rows}`);
    }
    this.#name = name;
    this.#rows = rows;
    this.#columns = columns;
    this.#mask = new Uint32Array(rows * this.#wordsPerRow);
    this.#sign = new Uint32Array(rows * this.#wordsPerRow);
    this.#row = new Uint8Array(32 * Math.ceil(columns / 32)).fill(0b01010101);
  }

  /** Adds the next whole rows of bytes. */
  add(bytes: Uint8Array): void {
    const columns = this.#columns;
    for (let begin = 0; begin < bytes.length; begin += columns) {
      this.#row.set(bytes.subarray(begin, begin + columns));
      this.#addRow(this.#next++);
    }
  }

  matrix(): TernaryMatrix {
    const [mask, sign] = [this.#mask, this.#sign];
    return {
      ...{ kind: "ternary", rows: this.#rows, cols: this.#columns },
      ...{ wordsPerRow: this.#wordsPerRow, mask, sign },
    };
  }

  /** Writes the words of four rows. */
  #addRow(byteRow: number): void {
    const [row, mask, sign] = [this.#row, this.#mask, this.#sign];
    const part = (this.#rows / 4) * this.#wordsPerRow;
    let at = byteRow * this.#wordsPerRow;
    let bad = 0;
    for (let first = 0; first < row.length; first += 32, at++) {
      let [m0, m1, m2, m3, s0, s1, s2, s3] = [0, 0, 0, 0, 0, 0, 0, 0];
      for (let shift = 0; shift < 32; shift += 8) {
        const i = first + shift;
        let low = row[i] | (row[i + 1] << 8) | (row[i + 2] << 16) | (row[i + 3] << 24);
        let high = row[i + 4] | (row[i + 5] << 8) | (row[i + 6] << 16) | (row[i + 7] << 24);
        // Transpose the 8 × 8 bits: byte p then has bit p of the eight bytes (Warren, Hacker's Delight, 7-3).
        let swap = (low ^ (low >>> 7)) & 0x00aa00aa;
        low ^= swap ^ (swap << 7);
        swap = (high ^ (high >>> 7)) & 0x00aa00aa;
        high ^= swap ^ (swap << 7);
        swap = (low ^ (low >>> 14)) & 0x0000cccc;
        low ^= swap ^ (swap << 14);
        swap = (high ^ (high >>> 14)) & 0x0000cccc;
        high ^= swap ^ (swap << 14);
        swap = (low ^ (high << 4)) & 0xf0f0f0f0;
        low ^= swap;
        high ^= swap >>> 4;
        // Even bytes have the low bits of codes, 0 where the digit is not 0; odd bytes the high bits, 0 where it is −1.
        const upperLow = low >>> 8;
        const upperHigh = high >>> 8;
        bad |= ((low & upperLow) | (high & upperHigh)) & 0x00ff00ff;
        const maskLow = ~low & 0x00ff00ff;
        const maskHigh = ~high & 0x00ff00ff;
        const signLow = maskLow & ~upperLow;
        const signHigh = maskHigh & ~upperHigh;
        m0 |= (maskLow & 255) << shift;
        m1 |= (maskLow >>> 16) << shift;
        m2 |= (maskHigh & 255) << shift;
        m3 |= (maskHigh >>> 16) << shift;
        s0 |= (signLow & 255) << shift;
        s1 |= (signLow >>> 16) << shift;
        s2 |= (signHigh & 255) << shift;
        s3 |= (signHigh >>> 16) << shift;
      }
      mask[at] = m0;
      mask[at + part] = m1;
      mask[at + 2 * part] = m2;
      mask[at + 3 * part] = m3;
      sign[at] = s0;
      sign[at + part] = s1;
      sign[at + 2 * part] = s2;
      sign[at + 3 * part] = s3;
    }
    if (bad !== 0) this.#refuse(byteRow);
  }

  #refuse(byteRow: number): never {
    for (let part = 0; part < 4; part++) {
      const column = this.#row.findIndex((byte) => ((byte >> (2 * part)) & 3) === 3);
      const row = byteRow + (part * this.#rows) / 4;
      if (column >= 0) refuseCode("packTernaryBytes", this.#name, row, column);
    }
    throw new RangeError(`packTernaryBytes: ${this.#name}: codes must be 0, 1 or 2`);
  }
}

function refuseCode(where: string, name: string, row: number, column: number): never {
  throw new RangeError(
    `${where}: ${name}: row ${row}, column ${column} must be 0, 1 or 2, which stand for −1, 0 and 1, got 3`,
  );
}
