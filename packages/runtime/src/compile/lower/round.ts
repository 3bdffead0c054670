import type { TypedNode } from "@bnnkit/model";
import { type Emitter, rowsAs } from "../emitter.ts";
import type { Value } from "../value.ts";

export function refuseRound({
  node: { step, digit, range },
}: TypedNode<"round">): string | undefined {
  const isInt8 = digit === "int8" && range[0] === -127 && range[1] === 127;
  if (step === "int8-step" && isInt8) return undefined;
  return `rounding must be to int8 in −127 … 127 by the row's maximum, got ${digit} in steps of ${step}`;
}

/** int8 codes with row scales. */
export function lowerRound(
  { node: { name, inputs }, output }: TypedNode<"round">,
  emitter: Emitter,
): Value {
  const { features } = output;
  const x = rowsAs(emitter.value(inputs[0]), "floats");
  const codes = emitter.rows(name, output, features);
  const rowScales = emitter.rows(`${name} scales`, output, 4);
  emitter.emit({
    node: name,
    reads: [x],
    writes: [codes, rowScales],
    emit: (tape, { rows, offset }) =>
      tape.quantizeInt8({
        x: offset(x),
        rows: rows(x.space),
        features,
        codes: offset(codes),
        rowScales: offset(rowScales),
      }),
  });
  return { type: output, space: codes.space, codes, rowScales };
}
