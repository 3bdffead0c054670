import type { NumbersType } from "@bnnkit/model";
import type { Emitter } from "./emitter.ts";
import { type FeatureForm, layoutOf } from "./form-layout.ts";
import type { Rows } from "./value.ts";

/** Rows of several values side by side. */
export function joinColumns(
  node: string,
  emitter: Emitter,
  form: FeatureForm,
  parts: readonly { readonly from: Rows; readonly features: number }[],
  output: NumbersType,
): Rows {
  const { element, planes, bytesPerRow } = layoutOf(form, output);
  const out = emitter.rows(node, output, bytesPerRow);
  emitter.emit({
    node,
    reads: parts.map(({ from }) => from),
    writes: [out],
    emit: (tape, { rows, offset }) => {
      let toColumn = 0;
      for (const { from, features } of parts) {
        const shape = { fromFeatures: features, toFeatures: output.features, toColumn };
        const ends = { from: offset(from), to: offset(out), rows: rows(out.space) };
        tape.copyColumns({ ...shape, ...ends, element, planes });
        toColumn += features;
      }
    },
  });
  return out;
}

/** So many features of rows as `output` has, from `fromColumn` on; the rows may be over a domain that has as many. */
export function sliceColumns(
  node: string,
  emitter: Emitter,
  form: FeatureForm,
  x: { readonly from: Rows; readonly features: number; readonly fromColumn: number },
  output: NumbersType,
): Rows {
  const { element, planes, bytesPerRow } = layoutOf(form, output);
  const out = emitter.rows(node, output, bytesPerRow);
  const columns = output.features;
  emitter.emit({
    node,
    reads: [x.from],
    writes: [out],
    emit: (tape, { rows, offset }) =>
      tape.copyColumns({
        ...{ from: offset(x.from), to: offset(out), rows: rows(out.space), element, planes },
        ...{ fromFeatures: x.features, fromColumn: x.fromColumn },
        ...{ toFeatures: columns, toColumn: 0, columns },
      }),
  });
  return out;
}
