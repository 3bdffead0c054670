import { packUnipolar, planeCodeOf } from "@bnnkit/core";
import { packPlaneLanes } from "@bnnkit/kernels";
import { emitAffineRows } from "./affine-rows.ts";
import { type Emitter, rowsAs } from "./emitter.ts";
import { constantDigit } from "./product/constant-digits.ts";
import type { Rows, Value } from "./value.ts";
import type { WeightMemory } from "./weight-memory.ts";

/** The rows of a value as floats. Exact sums, bytes and bits are converted once for all that read them so.
 *  @throws RangeError for a value in no form that can be converted. */
export function floatRows(name: string, emitter: Emitter): Rows {
  const value = emitter.value(name);
  if (value.floats !== undefined) return value.floats;
  const out = emitter.floats(`${name} as floats`, value.type).floats;
  if (value.ints !== undefined) {
    emitAffineRows(name, emitter, { x: { rows: value.ints, element: "int32" } }, out);
  } else if (value.codes !== undefined)
    convertCodes(name, emitter, { ...value, codes: value.codes }, out);
  else convertBits(name, emitter, value, out);
  emitter.define(name, { ...value, floats: out });
  return out;
}

/** Bytes with a constant scale and offset. */
function convertCodes(
  node: string,
  emitter: Emitter,
  { codes, type: { code, features } }: Value & { readonly codes: Rows },
  out: Rows,
): void {
  const digit = constantDigit(code);
  if (digit?.digit !== "int8" && digit?.digit !== "uint8") {
    throw new RangeError(`lowerGraph: "${node}" must be bytes with a constant scale`);
  }
  const all = (value: number) =>
    emitter.weights.place(`${value} of ${features}`, () => new Float32Array(features).fill(value));
  const constants = {
    scales: digit.scale === 1 ? 0 : all(digit.scale),
    offsets: digit.offset === 0 ? 0 : all(digit.offset),
  };
  emitAffineRows(node, emitter, { x: { rows: codes, element: digit.digit }, ...constants }, out);
}

/** Sums of bits times the identity matrix, as there is no cheaper operation yet. */
function convertBits(node: string, emitter: Emitter, value: Value, out: Rows): void {
  const bits = rowsAs(value, "bits");
  const { features, code } = value.type;
  const operands = {
    ...identity(features, emitter.weights),
    activationCode: planeCodeOf(code),
    weightPlanes: 1,
    outFeatures: features,
    inFeatures: features,
  };
  emitter.emit({
    node,
    reads: [bits],
    writes: [out],
    emit: (tape, { rows, offset }) =>
      tape.planeGemm({
        ...operands,
        bits: offset(bits),
        rows: rows(out.space),
        out: offset(out),
      }),
  });
}

/** Operands of a product with the identity matrix of {0,1}. */
function identity(
  features: number,
  memory: WeightMemory,
): { readonly weights: number; readonly columnCounts: number; readonly columnWeights: number } {
  const name = `identity of ${features}`;
  const diagonal = () =>
    packUnipolar(
      Uint8Array.from({ length: features ** 2 }, (_, i) => Number(i % (features + 1) === 0)),
      features,
      features,
    );
  return {
    weights: memory.place(name, () => packPlaneLanes(diagonal())),
    columnCounts: memory.place(`${name} counts`, () => new Int32Array(features).fill(1)),
    columnWeights: memory.place(`${name} weights`, () => new Float32Array(features).fill(1)),
  };
}
