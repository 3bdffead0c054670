import {
  checkLength,
  checkPositiveInteger,
  type UnipolarMatrix,
  unipolarMatrix,
  wordsPerRow,
} from "@bnnkit/core";
import { rowsOf } from "./whole-rows.ts";

/** Where the bits of a sample stand: all features' first bits, then all second bits (BTHOWeN), or feature by feature (DWN). */
export type BitOrder = "threshold-major" | "feature-major";

/** A thermometer code: bit b of feature f says whether the value reaches threshold t_fb; the thresholds of a feature rise, so its
 *  bits read 0000, 1000, 1100, … as the value grows. */
export interface Thermometer {
  readonly features: number;
  /** Bits per feature. */
  readonly bits: number;
  /** t_fb at index f·bits + b, whatever the order of the bits; not falling in b. */
  readonly thresholds: Float64Array;
  /** Whether a value that equals the threshold sets the bit. */
  readonly equalSets: boolean;
  readonly order: BitOrder;
}

/** Checks a thermometer with given thresholds.
 *  @throws RangeError for a wrong length, a NaN, or thresholds of a feature that fall; TypeError for an unknown order. */
export function thermometerFrom(thermometer: Thermometer): Thermometer {
  const { features, bits, thresholds, order } = thermometer;
  checkPositiveInteger("thermometerFrom", "features", features);
  checkPositiveInteger("thermometerFrom", "bits", bits);
  checkLength("thermometerFrom", "thresholds", thresholds.length, features * bits);
  checkOrder("thermometerFrom", order);
  for (let i = 0; i < thresholds.length; i++) {
    if (Number.isNaN(thresholds[i])) {
      throw new RangeError(`thermometerFrom: thresholds[${i}] must be a number, got NaN`);
    }
    if (i % bits > 0 && thresholds[i] < thresholds[i - 1]) {
      throw new RangeError(
        `thermometerFrom: thresholds of feature ${Math.floor(i / bits)} must not fall, got ${thresholds[i]} after ${thresholds[i - 1]}`,
      );
    }
  }
  return thermometer;
}

/** Encodes row-major rows × features values as rows × (features · bits) packed bits. Infinities are compared as they are; −0 is 0.
 *  @throws RangeError unless there is a whole number of rows, at least one; for a NaN, naming its index. */
export function encodeThermometer(
  thermometer: Thermometer,
  values: ArrayLike<number>,
): UnipolarMatrix {
  const { features, bits, thresholds, equalSets, order } = thermometer;
  const rows = rowsOf("encodeThermometer", values, features);
  const cols = features * bits;
  const stride = wordsPerRow(cols);
  const [featureStep, bitStep] = order === "feature-major" ? [bits, 1] : [1, features];
  const words = new Uint32Array(rows * stride);
  for (let i = 0; i < rows * features; i++) {
    const value = values[i];
    if (Number.isNaN(value)) {
      throw new RangeError(`encodeThermometer: values[${i}] must be a number, got NaN`);
    }
    const feature = i % features;
    const first = Math.floor(i / features) * stride;
    for (let b = 0; b < bits; b++) {
      const threshold = thresholds[feature * bits + b];
      if (!(value > threshold || (equalSets && value === threshold))) break;
      const col = feature * featureStep + b * bitStep;
      words[first + (col >>> 5)] |= 1 << (col & 31);
    }
  }
  return unipolarMatrix(words, rows, cols);
}

/** @throws TypeError unless `order` is one of the orders of bits. */
export function checkOrder(where: string, order: BitOrder): void {
  if (order === "threshold-major" || order === "feature-major") return;
  throw new TypeError(
    `${where}: order must be "threshold-major" or "feature-major", got ${String(order)}`,
  );
}
