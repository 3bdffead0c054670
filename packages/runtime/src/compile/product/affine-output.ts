import type { NumbersType } from "@bnnkit/model";
import type { Emitter, FloatValue } from "../emitter.ts";
import { isRelu } from "../lower/activation.ts";
import type { RealRows } from "../real-rows.ts";

/** The constants of an affine map of rows: offsets in the arena, 0 where one is absent. */
export interface AffineRows {
  readonly x: RealRows;
  readonly scales: number;
  readonly offsets: number;
}

/** `scales·x + offsets` as float rows, with the ReLU or PReLU that alone reads them in the same pass. */
export function emitAffine(
  { name: own, output }: { readonly name: string; readonly output: NumbersType },
  emitter: Emitter,
  { x, scales, offsets }: AffineRows,
): FloatValue {
  const follower = emitter.follower(own)?.node;
  const taken =
    follower?.op === "activation" && (isRelu(follower) || isPrelu(follower)) ? follower : undefined;
  const name = taken?.name ?? own;
  const out = emitter.floats(name, output);
  const slopes = taken?.function === "prelu" ? emitter.weights.floats(`${taken.name}.slopes`) : 0;
  emitter.emit({
    node: name,
    reads: [x.rows],
    writes: [out.floats],
    inPlace: [x.rows],
    emit: (tape, { rows, offset }) =>
      tape.affine({
        x: offset(x.rows),
        element: x.element,
        rows: rows(out.space),
        features: output.features,
        scales,
        offsets,
        slopes,
        relu: taken?.function === "relu",
        out: offset(out.floats),
      }),
  });
  if (taken !== undefined) emitter.define(taken.name, out);
  return out;
}

/** Whether it is a PReLU without shifts. */
function isPrelu({ function: f, shifts }: { readonly function: string; readonly shifts: boolean }) {
  return f === "prelu" && !shifts;
}
