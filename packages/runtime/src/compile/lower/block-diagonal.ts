import type { Weights } from "@bnnkit/model";
import { weightsAsBytes } from "../product/byte-codes.ts";
import { decodedWeights } from "../product/decoded-weights.ts";
import type { ProductOperator } from "../product/product.ts";
import type { MatrixSize, WeightMemory } from "../weight-memory.ts";

/** Groups whose weights stand in one matrix, with zeros between them. */
export interface JoinedGroups {
  readonly groups: number;
  /** Places of the window. */
  readonly taps: number;
  /** Of all of them. */
  readonly size: MatrixSize;
}

/** Whether groups can stand in one matrix: where weights are read as floats or bytes, both of which have a zero. */
export function joinsGroups(form: ProductOperator["form"]): boolean {
  return form === "floats" || form === "codes";
}

/** Rows of several groups as the rows of one matrix: each keeps its channels of each tap, and has zeros for the others (a NaN
 *  there makes it NaN, too).
 *  @returns weights of `tensor`, floats or, for a product of bytes, bytes. */
export function joinWeights(
  weights: Weights,
  form: ProductOperator["form"],
  joined: JoinedGroups,
  memory: WeightMemory,
): Weights {
  const { outFeatures, inFeatures } = joined.size;
  const shape = [outFeatures, inFeatures];
  const tensor = `${weights.tensor} in ${joined.groups} groups of ${joined.taps} taps`;
  const narrow = { outFeatures, inFeatures: inFeatures / joined.groups };
  if (form === "codes") {
    const bytes = weightsAsBytes(weights, narrow, memory);
    memory.addTensor(`${tensor}.codes`, () => {
      const codes = new Int8Array(outFeatures * inFeatures);
      spread(memory.tensor(`${bytes.tensor}.codes`, "I8").data, codes, joined);
      return { dtype: "I8", shape, data: codes };
    });
    if (bytes.code[0].scale === "row") {
      memory.addTensor(`${tensor}.scales`, () => memory.tensor(`${bytes.tensor}.scales`, "F32"));
    }
    return { tensor, code: bytes.code };
  }
  memory.addTensor(`${tensor}.weights`, () => {
    const floats = new Float32Array(outFeatures * inFeatures);
    spread(decodedWeights(weights, narrow, memory), floats, joined);
    return { dtype: "F32", shape, data: floats };
  });
  return { tensor, code: [{ digit: "float32" }] };
}

/** Puts each row of a group where its channels are among those of all groups, tap by tap. */
function spread(
  from: Int8Array | Float32Array,
  to: Int8Array | Float32Array,
  { groups, taps, size: { outFeatures, inFeatures } }: JoinedGroups,
): void {
  const channels = inFeatures / taps;
  const own = channels / groups;
  for (let row = 0; row < outFeatures; row++) {
    const first = own * Math.floor((row * groups) / outFeatures);
    for (let tap = 0; tap < taps; tap++) {
      const start = (row * taps + tap) * own;
      const at = row * inFeatures + tap * channels + first;
      to.set(from.subarray(start, start + own), at);
    }
  }
}
