import type { Operands } from "./words.ts";

/** x, samples, program, out, gates, gates of each function */
export function gates_128x1__js(o: Operands): void {
  const { int32 } = o.words;
  const stride = 4 * Math.ceil(o.cell(1) / 128);
  let at = o.word(2);
  for (let kind = 0; kind < 8; kind++) {
    const end = at + 3 * o.integer(5 + kind);
    const flip = kind & 1 ? -1 : 0;
    for (; at < end; at += 3) {
      const a = o.word(0) + int32[at] * stride;
      const b = o.word(0) + int32[at + 1] * stride;
      const out = o.word(3) + int32[at + 2] * stride;
      for (let i = 0; i < stride; i++)
        int32[out + i] = flip ^ positive(kind, int32[a + i], int32[b + i]);
    }
  }
}

/** The function of an even kind, of which the odd one behind it is the opposite. */
function positive(kind: number, a: number, b: number): number {
  switch (kind >> 1) {
    case 0:
      return a & b;
    case 1:
      return a | b;
    case 2:
      return a ^ b;
    default:
      return a & ~b;
  }
}
