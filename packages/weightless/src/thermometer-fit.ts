import {
  checkFinite,
  checkPositiveInteger,
  drawBelow,
  type NextWord,
  seededWords,
} from "@bnnkit/core";
import { normalQuantile } from "./normal-quantile.ts";
import { type BitOrder, checkOrder, type Thermometer } from "./thermometer.ts";
import { rowsOf } from "./whole-rows.ts";

/** How the thresholds of a feature are chosen, B bits a feature, b = 1 … B:
 *
 *  - `"linear"`: min + (max − min)·b/(B + 1), equal steps; a bit is x > t
 *  - `"gaussian"`: mean + σ·Φ⁻¹(b/(B + 1)), equal parts of a normal distribution, σ over n (not n − 1); a bit is x ≥ t
 *  - `"distributive"`: the value of rank ⌊n·b/(B + 1)⌋ (from 0) of the n values in order; a bit is x > t */
export type ThermometerKind = "linear" | "gaussian" | "distributive";

export interface ThermometerFitOptions {
  readonly kind: ThermometerKind;
  readonly features: number;
  /** Bits per feature, B. */
  readonly bits: number;
  /** By default "threshold-major". */
  readonly order?: BitOrder;
  /** Values kept per feature by `"distributive"`, by default 65,536: exact up to so many, from a uniform sample of them beyond. */
  readonly capacity?: number;
  /** Of the sample beyond `capacity`; 0 by default. */
  readonly seed?: number;
}

/** A thermometer in the making: values come in any number of portions, memory does not grow with them. */
export interface ThermometerFit {
  /** Takes row-major rows × features values.
   *  @throws RangeError unless the rows are whole and the values finite. */
  add(values: ArrayLike<number>): void;
  /** The thermometer of the values so far.
   *  @throws RangeError if there are none. */
  thermometer(): Thermometer;
}

/** Statistics of the values of one feature. */
interface FeatureStatistics {
  add(value: number): void;
  /** The threshold at b/(B + 1) of the distribution. */
  threshold(b: number, bits: number): number;
}

/** Starts to fit a thermometer to a stream of values.
 *  @throws RangeError for counts that are no integers ≥ 1, TypeError for an unknown kind or order. */
export function fitThermometer(options: ThermometerFitOptions): ThermometerFit {
  const { kind, features, bits, order = "threshold-major", capacity = 65536, seed = 0 } = options;
  checkPositiveInteger("fitThermometer", "features", features);
  checkPositiveInteger("fitThermometer", "bits", bits);
  checkPositiveInteger("fitThermometer", "capacity", capacity);
  checkOrder("fitThermometer", order);
  const next = seededWords(seed);
  const statistics = Array.from({ length: features }, () => statisticsOf(kind, capacity, next));
  let rows = 0;
  return {
    add: (values) => {
      const more = rowsOf("ThermometerFit.add", values, features);
      checkFinite("ThermometerFit.add", "values", values);
      for (let i = 0; i < values.length; i++) statistics[i % features].add(values[i]);
      rows += more;
    },
    thermometer: () => {
      if (rows === 0) throw new RangeError("ThermometerFit.thermometer: no values were added");
      const thresholds = Float64Array.from({ length: features * bits }, (_, i) =>
        statistics[Math.floor(i / bits)].threshold((i % bits) + 1, bits),
      );
      return { features, bits, thresholds, equalSets: kind === "gaussian", order };
    },
  };
}

function statisticsOf(kind: ThermometerKind, capacity: number, next: NextWord): FeatureStatistics {
  switch (kind) {
    case "linear":
      return rangeStatistics();
    case "gaussian":
      return momentStatistics();
    case "distributive":
      return rankStatistics(capacity, next);
    default:
      throw new TypeError(
        `fitThermometer: kind must be "linear", "gaussian" or "distributive", got ${String(kind)}`,
      );
  }
}

function rangeStatistics(): FeatureStatistics {
  let [minimum, maximum] = [Infinity, -Infinity];
  return {
    add: (value) => {
      if (value < minimum) minimum = value;
      if (value > maximum) maximum = value;
    },
    threshold: (b, bits) => minimum + (b / (bits + 1)) * (maximum - minimum),
  };
}

/** The mean as a sum over n, so that a value equal to it sets the middle bit, as where an array is averaged at once: an updated mean of
 *  whole numbers may be a unit of the last place beside one of them. Squared deviations are updated value by value (Welford 1962). */
function momentStatistics(): FeatureStatistics {
  let [count, sum, running, squares] = [0, 0, 0, 0];
  return {
    add: (value) => {
      count++;
      sum += value;
      const before = value - running;
      running += before / count;
      squares += before * (value - running);
    },
    threshold: (b, bits) =>
      sum / count + Math.sqrt(squares / count) * normalQuantile(b / (bits + 1)),
  };
}

/** The values themselves, or a uniform sample of them (Vitter's algorithm R, 1985). */
function rankStatistics(capacity: number, next: NextWord): FeatureStatistics {
  const kept: number[] = [];
  let [count, isSorted] = [0, true];
  return {
    add: (value) => {
      count++;
      isSorted = false;
      if (kept.length < capacity) kept.push(value);
      else {
        const place = drawBelow(count, next);
        if (place < capacity) kept[place] = value;
      }
    },
    threshold: (b, bits) => {
      if (!isSorted) kept.sort((x, y) => x - y);
      isSorted = true;
      return kept[Math.floor((kept.length * b) / (bits + 1))];
    },
  };
}
