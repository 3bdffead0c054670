import { type Emitter, rowsAs } from "./emitter.ts";
import type { Rows } from "./value.ts";

/** The rows of a value as floats. Exact sums are converted once for all that read them so.
 *  @throws RangeError for a value that is neither. */
export function floatRows(name: string, emitter: Emitter): Rows {
  const value = emitter.value(name);
  const { ints, floats, type } = value;
  if (floats !== undefined || ints === undefined) return rowsAs(value, "floats");
  const out = emitter.floats(`${name} as floats`, type).floats;
  emitter.emit({
    node: name,
    reads: [ints],
    writes: [out],
    emit: (tape, { rows, offset }) =>
      tape.affine({
        x: offset(ints),
        element: "int32",
        rows: rows(out.space),
        features: type.features,
        out: offset(out),
      }),
  });
  emitter.define(name, { ...value, floats: out });
  return out;
}
