import { thermometer as thermometerCode } from "@bnnkit/core";
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
  const leastOf = number === "uint8" ? leastByte : leastFloat32;
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

const float = new Float32Array(1);
const floatBits = new Int32Array(float.buffer);

/** The least float32 that sets a bit. */
function leastFloat32(threshold: number, equalSets: boolean, index: number): number {
  const rounded = Math.fround(threshold);
  const isEnough = equalSets ? rounded >= threshold : rounded > threshold;
  const least = isEnough ? rounded : nextFloat32(rounded);
  if (Number.isFinite(least)) return least;
  throw new RangeError(
    `weightlessModel: thermometer.thresholds[${index}] must be a number that a float32 reaches, got ${threshold}`,
  );
}

/** The next greater float32. */
function nextFloat32(value: number): number {
  float[0] = value;
  if (value === 0) floatBits[0] = 1;
  else floatBits[0] += value > 0 ? 1 : -1;
  return float[0];
}
