import type { Operands } from "./words.ts";

const { fround } = Math;

/** ids, positions, positionTable, codes, scales, multiplier, rows, features, out */
export function embedInt8_1x1__js(o: Operands): void {
  const { int8, int32, float32 } = o.words;
  const [ids, codes, scales] = [o.word(0), o.byte(3), o.word(4)];
  const multiplier = o.float(5);
  const [rows, features, out] = [o.cell(6), o.integer(7), o.word(8)];
  for (let row = 0; row < rows; row++) {
    const id = int32[ids + row];
    const scale = float32[scales + id];
    for (let i = 0; i < features; i++) {
      const value = fround(int8[codes + id * features + i] * scale);
      float32[out + row * features + i] = fround(value * multiplier);
    }
    addPosition(o, row, features, out + row * features);
  }
}

/** ids, positions, positionTable, table, multiplier, rows, features, out */
export function embedFloat32_1x1__js(o: Operands): void {
  const { int32, float32 } = o.words;
  const [ids, table] = [o.word(0), o.word(3)];
  const multiplier = o.float(4);
  const [rows, features, out] = [o.cell(5), o.integer(6), o.word(7)];
  for (let row = 0; row < rows; row++) {
    const from = table + int32[ids + row] * features;
    for (let i = 0; i < features; i++) {
      float32[out + row * features + i] = fround(float32[from + i] * multiplier);
    }
    addPosition(o, row, features, out + row * features);
  }
}

function addPosition(o: Operands, row: number, features: number, out: number): void {
  const positions = o.word(1);
  if (positions === 0) return;
  const { int32, float32 } = o.words;
  const from = o.word(2) + int32[positions + row] * features;
  for (let i = 0; i < features; i++) float32[out + i] += float32[from + i];
}
