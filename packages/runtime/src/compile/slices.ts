import type { TypedNode } from "@bnnkit/model";
import { type Emitter, rowsAs } from "./emitter.ts";
import { planesOf } from "./product/bit-codes.ts";
import type { Rows } from "./value.ts";

/** Whether a node reads bits of samples as slices. */
export function readsSlices({ node }: TypedNode): boolean {
  return node.op === "truth-tables" || node.op === "group-sum" || node.op === "look-up";
}

/** The bits of samples as slices, made once of rows of bits for all that read them so. */
export function sliceRows(name: string, emitter: Emitter): Rows {
  const value = emitter.value(name);
  if (value.slices !== undefined) return value.slices;
  const bits = rowsAs(value, "bits");
  const { features, domain, code } = value.type;
  const rowsPerSample = domain.kind === "map" ? domain.height * domain.width : 1;
  const planes = planesOf(code);
  const slices = emitter.slices(`${name} as slices`, planes * rowsPerSample * features);
  emitSlices(name, emitter, bits, { rowsPerSample, planes, features, firstSlice: 0 }, slices);
  emitter.define(name, { ...value, slices });
  return slices;
}

/** Which slices rows of bits become. */
export interface SliceShape {
  readonly rowsPerSample: number;
  readonly planes: number;
  readonly features: number;
  readonly firstSlice: number;
}

/** Transposes rows of bits. */
export function emitSlices(
  node: string,
  emitter: Emitter,
  bits: Rows,
  shape: SliceShape,
  slices: Rows,
): void {
  const { samples } = emitter;
  emitter.emit({
    node,
    reads: [bits],
    writes: [slices],
    emit: (tape, { rows, offset }) =>
      tape.sliceBits({
        ...shape,
        bits: offset(bits),
        samples: rows(samples),
        slices: offset(slices),
      }),
  });
}
