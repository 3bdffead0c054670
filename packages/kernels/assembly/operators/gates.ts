import { cut, endUnit, firstUnit } from "../piece";
import { cell, integer, offset } from "./operand";

/** x, samples, program, out, gates, gates of each function; a unit is a gate */
export function gates(operands: usize): void {
  cut(integer(operands, 4));
  const first = firstUnit;
  const end = endUnit;
  let start = 0;
  for (let kind = 0; kind < 8; kind++) {
    const stop = start + integer(operands, 5 + kind);
    const from = max(start, first);
    const to = min(stop, end);
    if (from < to) runKind(kind, operands, from, to);
    start = stop;
  }
}

function runKind(kind: i32, operands: usize, first: i32, end: i32): void {
  switch (kind) {
    case 0: return run(0, operands, first, end);
    case 1: return run(1, operands, first, end);
    case 2: return run(2, operands, first, end);
    case 3: return run(3, operands, first, end);
    case 4: return run(4, operands, first, end);
    case 5: return run(5, operands, first, end);
    case 6: return run(6, operands, first, end);
    default: return run(7, operands, first, end);
  }
}

/** Gates of one kind, which is constant wherever this is inlined. */
// @ts-ignore: decorator
@inline
function run(kind: i32, operands: usize, first: i32, end: i32): void {
  const sliceBytes = <usize>((cell(operands, 1) + 127) >> 7) << 4;
  const x = offset(operands, 0);
  const y = offset(operands, 3);
  let at = offset(operands, 2) + <usize>first * 12;
  const stop = offset(operands, 2) + <usize>end * 12;
  if (sliceBytes == 16) {
    for (; at < stop; at += 12) {
      const a = v128.load(x + (<usize>load<u32>(at) << 4));
      const b = v128.load(x + (<usize>load<u32>(at, 4) << 4));
      v128.store(y + (<usize>load<u32>(at, 8) << 4), gate(kind, a, b));
    }
    return;
  }
  if (sliceBytes == 64) {
    for (; at < stop; at += 12) {
      const a = x + (<usize>load<u32>(at) << 6);
      const b = x + (<usize>load<u32>(at, 4) << 6);
      const out = y + (<usize>load<u32>(at, 8) << 6);
      v128.store(out, gate(kind, v128.load(a), v128.load(b)));
      v128.store(out, gate(kind, v128.load(a, 16), v128.load(b, 16)), 16);
      v128.store(out, gate(kind, v128.load(a, 32), v128.load(b, 32)), 32);
      v128.store(out, gate(kind, v128.load(a, 48), v128.load(b, 48)), 48);
    }
    return;
  }
  for (; at < stop; at += 12) {
    const a = x + <usize>load<u32>(at) * sliceBytes;
    const b = x + <usize>load<u32>(at, 4) * sliceBytes;
    const out = y + <usize>load<u32>(at, 8) * sliceBytes;
    let i: usize = 0;
    for (; i + 64 <= sliceBytes; i += 64) {
      v128.store(out + i, gate(kind, v128.load(a + i), v128.load(b + i)));
      v128.store(out + i, gate(kind, v128.load(a + i, 16), v128.load(b + i, 16)), 16);
      v128.store(out + i, gate(kind, v128.load(a + i, 32), v128.load(b + i, 32)), 32);
      v128.store(out + i, gate(kind, v128.load(a + i, 48), v128.load(b + i, 48)), 48);
    }
    for (; i < sliceBytes; i += 16) {
      v128.store(out + i, gate(kind, v128.load(a + i), v128.load(b + i)));
    }
  }
}

// @ts-ignore: decorator
@inline
function gate(kind: i32, a: v128, b: v128): v128 {
  if (kind == 0) return v128.and(a, b);
  if (kind == 1) return v128.not(v128.and(a, b));
  if (kind == 2) return v128.or(a, b);
  if (kind == 3) return v128.not(v128.or(a, b));
  if (kind == 4) return v128.xor(a, b);
  if (kind == 5) return v128.not(v128.xor(a, b));
  if (kind == 6) return v128.andnot(a, b);
  return v128.not(v128.andnot(a, b));
}
