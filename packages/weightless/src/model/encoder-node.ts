import { leastFloat32, thermometer as thermometerCode } from "@bnnkit/core";
import type { MapInput, Tensor, ThresholdNode } from "@bnnkit/model";
import type { Thermometer } from "../thermometer.ts";

/** How a model is given the numbers of a sample. */
export type SampleNumber = "float32" | "uint8";

/** The thermometer of a model. */
export interface EncoderNode {
  readonly input: MapInput;
  readonly node: ThresholdNode;
  readonly tensors: ReadonlyMap<string, Tensor>;
  /** Where the model has the bit that stands at `column` of an encoded row: all features' first bits first. */
  readonly bitAt: (column: number) => number;
}

/** A thermometer as a node that sets the same bits of every number that can be given.
 *  @throws RangeError for a threshold that no float32 reaches. */
export function encoderNode(thermometer: Thermometer, number: SampleNumber): EncoderNode {
  const { features, bits, thresholds, equalSets, order } = thermometer;
  const leastOf = number === "uint8" ? leastByte : leastFloat;
  const least = Array.from(thresholds, (threshold, i) => leastOf(threshold, equalSets, i));
  const shape = [features, bits];
  const tensor: Tensor =
    number === "uint8"
      ? { dtype: "I32", shape, data: Int32Array.from(least) }
      : { dtype: "F32", shape, data: Float32Array.from(least) };
  const code = thermometerCode(Array.from({ length: bits }, (_, bit) => bit + 1));
  return {
    input: {
      ...{ name: "numbers", kind: "map", height: 1, width: 1, features },
      code: [{ digit: number }],
    },
    node: {
      ...{ op: "threshold", name: "encoder", inputs: ["numbers"], flips: false, code },
      thresholds: { perFeature: bits },
    },
    tensors: new Map([["encoder.thresholds", tensor]]),
    bitAt: (column) =>
      order === "threshold-major" ? column : (column % bits) * features + Math.floor(column / bits),
  };
}

/** The least byte that sets a bit; 256 if none does. */
function leastByte(threshold: number, equalSets: boolean): number {
  const least = equalSets ? Math.ceil(threshold) : Math.floor(threshold) + 1;
  return Math.min(Math.max(least, 0), 256);
}

/** The least float32 that sets a bit. */
function leastFloat(threshold: number, equalSets: boolean, index: number): number {
  const least = leastFloat32(threshold, equalSets);
  if (Number.isFinite(least)) return least;
  throw new RangeError(
    `weightlessModel: thermometer.thresholds[${index}] must be a number that a float32 reaches, got ${threshold}`,
  );
}
