import type { NumbersType } from "@bnnkit/model";
import { type AffineRows, emitAffineRows } from "../affine-rows.ts";
import type { Emitter, FloatValue } from "../emitter.ts";
import { isRelu } from "../lower/activation.ts";

/** `scales·x + offsets` as float rows, with the ReLU or PReLU that alone reads them in the same pass. */
export function emitAffine(
  { name: own, output }: { readonly name: string; readonly output: NumbersType },
  emitter: Emitter,
  affine: Pick<AffineRows, "x" | "scales" | "offsets">,
): FloatValue {
  const follower = emitter.follower(own)?.node;
  const taken =
    follower?.op === "activation" && (isRelu(follower) || isPrelu(follower)) ? follower : undefined;
  const name = taken?.name ?? own;
  const out = emitter.floats(name, output);
  const slopes = taken?.function === "prelu" ? emitter.weights.floats(`${taken.name}.slopes`) : 0;
  emitAffineRows(
    name,
    emitter,
    { ...affine, slopes, relu: taken?.function === "relu" },
    out.floats,
  );
  if (taken !== undefined) emitter.define(taken.name, out);
  return out;
}

/** Whether it is a PReLU without shifts. */
function isPrelu({ function: f, shifts }: { readonly function: string; readonly shifts: boolean }) {
  return f === "prelu" && !shifts;
}
