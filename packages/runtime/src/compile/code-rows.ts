import { emitAffineRows } from "./affine-rows.ts";
import { type Emitter, rowsAs } from "./emitter.ts";
import { constantDigit } from "./product/constant-digits.ts";
import type { RealRows } from "./real-rows.ts";
import type { Rows } from "./value.ts";

/** How rows of numbers become digits. */
export interface Steps {
  readonly step: number;
  readonly digit: "int8" | "uint8" | "int32";
  /** The least and the greatest digit. */
  readonly range: readonly [number, number];
}

/** Rounds numbers to digits of a step. */
export function emitRound(
  node: string,
  emitter: Emitter,
  x: RealRows,
  { step, digit, range: [least, greatest] }: Steps,
  out: Rows,
): void {
  const features = x.rows.bytesPerRow / 4;
  emitter.emit({
    node,
    reads: [x.rows],
    writes: [out],
    inPlace: digit === "int32" ? [x.rows] : [],
    emit: (tape, { rows, offset }) =>
      tape.round({
        ...{ x: offset(x.rows), element: x.element, rows: rows(out.space), features },
        ...{ step, least, greatest, outElement: digit, out: offset(out) },
      }),
  });
}

/** The rows of a value of bytes as bytes: numbers that are there as floats (the largest of a window) are multiples of the step
 *  beyond the offset.
 *  @throws RangeError for a value in neither form. */
export function codeRows(name: string, emitter: Emitter): Rows {
  const value = emitter.value(name);
  if (value.codes !== undefined) return value.codes;
  const code = constantDigit(value.type.code);
  const floats = rowsAs(value, "floats");
  if (code?.digit !== "int8" && code?.digit !== "uint8") return rowsAs(value, "codes");
  const out = emitter.rows(`${name} as bytes`, value.type, value.type.features);
  const range = code.digit === "int8" ? ([-128, 127] as const) : ([0, 255] as const);
  const rows = code.offset === 0 ? floats : withoutOffset(name, emitter, floats, code.offset);
  const x = { rows, element: "float32" } as const;
  emitRound(name, emitter, x, { step: code.scale, digit: code.digit, range }, out);
  emitter.define(name, { ...value, codes: out });
  return out;
}

/** Rows of floats less the offset of their code. */
function withoutOffset(name: string, emitter: Emitter, floats: Rows, offset: number): Rows {
  const features = floats.bytesPerRow / 4;
  const offsets = emitter.weights.place(`${-offset} of ${features}`, () =>
    new Float32Array(features).fill(-offset),
  );
  const out: Rows = { ...floats, name: `${name} without offset` };
  const x = { rows: floats, element: "float32" } as const;
  emitAffineRows(name, emitter, { x, offsets }, out);
  return out;
}
