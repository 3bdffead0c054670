import type { TypedNode } from "@bnnkit/model";
import { emitAffineRows } from "../affine-rows.ts";
import { emitRound, type Steps } from "../code-rows.ts";
import { type Emitter, rowsAs } from "../emitter.ts";
import { realRows, refuseUnlessReal } from "../real-rows.ts";
import type { Value } from "../value.ts";

export function refuseRound(typed: TypedNode<"round">): string | undefined {
  const { step, digit, range } = typed.node;
  if (typeof step === "number") return refuseUnlessReal(typed);
  const isInt8 = digit === "int8" && range[0] === -127 && range[1] === 127;
  if (step === "int8-step" && isInt8) return undefined;
  return `rounding in steps of each row must be to int8 in −127 … 127 by the row's maximum, got ${digit} in steps of ${step}`;
}

/** Digits in steps: bytes, or whole numbers, of which multiples are floats. */
export function lowerRound(typed: TypedNode<"round">, emitter: Emitter): Value {
  const { step, digit, range } = typed.node;
  return typeof step === "number"
    ? roundBySteps(typed, emitter, { step, digit, range })
    : roundByRows(typed, emitter);
}

function roundBySteps(
  { node: { name, inputs }, output }: TypedNode<"round">,
  emitter: Emitter,
  steps: Steps,
): Value {
  const x = realRows(inputs[0], emitter);
  const { features } = output;
  if (steps.digit !== "int32") {
    const codes = emitter.rows(name, output, features);
    emitRound(name, emitter, x, steps, codes);
    return { type: output, space: codes.space, codes };
  }
  const { step } = steps;
  const digits = emitter.ints(step === 1 ? name : `${name} digits`, output);
  emitRound(name, emitter, x, steps, digits.ints);
  if (step === 1) return digits;
  const out = emitter.floats(name, output);
  const scales = emitter.weights.place(`${name} steps`, () =>
    new Float32Array(features).fill(step),
  );
  const scaled = { x: { rows: digits.ints, element: "int32" }, scales } as const;
  emitAffineRows(name, emitter, scaled, out.floats);
  return out;
}

/** int8 codes with row scales. */
function roundByRows(
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
