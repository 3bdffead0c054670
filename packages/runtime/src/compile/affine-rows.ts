import type { Element } from "@bnnkit/kernels";
import type { Emitter } from "./emitter.ts";
import type { Rows } from "./value.ts";

/** `f(scales·x + offsets) + after` of each row; constants are offsets in the arena, 0 where one is absent. */
export interface AffineRows {
  readonly x: { readonly rows: Rows; readonly element: Element };
  readonly scales?: number;
  readonly offsets?: number;
  /** Of what is negative; not together with `relu`. */
  readonly slopes?: number;
  readonly relu?: boolean;
  readonly after?: number;
}

/** Writes an affine map of rows to float rows, in place where nothing else reads an x that is as wide. */
export function emitAffineRows(
  node: string,
  emitter: Emitter,
  { x, ...constants }: AffineRows,
  out: Rows,
): void {
  emitter.emit({
    node,
    reads: [x.rows],
    writes: [out],
    inPlace: x.rows.bytesPerRow === out.bytesPerRow ? [x.rows] : [],
    emit: (tape, { rows, offset }) =>
      tape.affine({
        ...constants,
        x: offset(x.rows),
        element: x.element,
        rows: rows(out.space),
        features: out.bytesPerRow / 4,
        out: offset(out),
      }),
  });
}
