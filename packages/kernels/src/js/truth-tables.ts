import type { Operands } from "./words.ts";

const functions = new Int32Array(16);
const sums = new Int32Array(64);

/** x, samples, tables, inputsPerTable, connections, terms, out */
export function truthTables_128x1__js(o: Operands): void {
  const { int32, int8 } = o.words;
  const [tables, inputs, connections, out] = [o.integer(2), o.integer(3), o.word(4), o.word(6)];
  const stride = 4 * Math.ceil(o.cell(1) / 128);
  const terms = 2 ** (inputs - 2);
  for (let t = 0; t < tables; t++) {
    const slice = (j: number): number => o.word(0) + int32[connections + t * inputs + j] * stride;
    const first = o.byte(5) + t * terms;
    for (let i = 0; i < stride; i++) {
      writeFunctions(int32[slice(0) + i], int32[slice(1) + i]);
      for (let q = 0; q < terms; q++) sums[q] = functions[(int8[first + q] >>> 4) & 15];
      for (let j = 2, left = terms / 2; j < inputs; j++, left /= 2) {
        const bits = int32[slice(j) + i];
        for (let q = 0; q < left; q++) sums[q] = sums[2 * q] ^ (bits & sums[2 * q + 1]);
      }
      int32[out + t * stride + i] = sums[0];
    }
  }
}

/** The functions of two inputs, by the bits that they have at the addresses 0 to 3. */
function writeFunctions(a: number, b: number): void {
  for (let f = 0; f < 16; f++) {
    functions[f] =
      (f & 1 ? ~a & ~b : 0) | (f & 2 ? a & ~b : 0) | (f & 4 ? ~a & b : 0) | (f & 8 ? a & b : 0);
  }
}
