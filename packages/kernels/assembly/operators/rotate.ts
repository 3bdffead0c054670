import { cut, endUnit, firstUnit } from "../piece";
import { storeLanes } from "../vector/lanes";
import { cell, integer, offset } from "./operand";

/** x, positions, turns, rows, heads, headFeatures, rotated, out */
export function rotate(operands: usize): void {
  const heads = integer(operands, 4);
  const headFeatures = integer(operands, 5);
  const rotated = integer(operands, 6);
  const half = rotated >> 1;
  const halfBytes = <usize>half << 2;
  const headBytes = <usize>headFeatures << 2;
  cut(cell(operands, 3));
  const end = endUnit;
  for (let row = firstUnit; row < end; row++) {
    const position = load<i32>(offset(operands, 1) + (<usize>row << 2));
    const cosines = offset(operands, 2) + <usize>position * (<usize>rotated << 2);
    let at = <usize>(row * heads) * headBytes;
    for (let head = 0; head < heads; head++) {
      rotateHead(offset(operands, 0) + at, cosines, halfBytes, half, offset(operands, 7) + at);
      copyRest(offset(operands, 0) + at, rotated, headFeatures, offset(operands, 7) + at);
      at += headBytes;
    }
  }
}

function rotateHead(x: usize, cosines: usize, halfBytes: usize, half: i32, out: usize): void {
  for (let i = 0; i < half; i += 4) {
    const at = <usize>i << 2;
    const cosine = v128.load(cosines + at);
    const sine = v128.load(cosines + halfBytes + at);
    const a = v128.load(x + at);
    const b = v128.load(x + halfBytes + at);
    storeLanes(out + at, f32x4.sub(f32x4.mul(a, cosine), f32x4.mul(b, sine)), half - i);
    const turned = f32x4.add(f32x4.mul(b, cosine), f32x4.mul(a, sine));
    storeLanes(out + halfBytes + at, turned, half - i);
  }
}

function copyRest(x: usize, from: i32, to: i32, out: usize): void {
  for (let i = from; i < to; i += 4) {
    const at = <usize>i << 2;
    storeLanes(out + at, v128.load(x + at), to - i);
  }
}
