import { type PackedModel, type ThresholdNode, thresholdCount } from "@bnnkit/model";

/** Thermometer bits of one sample. */
export interface PlainEncoder {
  readonly bits: number;
  /** Thresholds, plane by plane, in each number by number. */
  readonly thresholds: Float64Array;
  encode(sample: Uint8Array | Int8Array | Float32Array, bits: Uint8Array): void;
}

/** What the numbers of a sample are. */
export interface EncodedNumbers {
  readonly numbers: number;
  /** Channels, which have thresholds of their own. */
  readonly features: number;
  readonly scale: number;
  readonly offset: number;
}

/** The encoder of a model, comparison by comparison.
 *  @throws RangeError for digits that are flipped */
export function plainEncoder(
  { tensors }: PackedModel,
  { name, thresholds: given, flips }: ThresholdNode,
  { numbers, features, scale, offset }: EncodedNumbers,
): PlainEncoder {
  if (flips) throw new RangeError(`node "${name}" must not flip`);
  const planes = thresholdCount({ thresholds: given });
  const data = tensors.get(`${name}.thresholds`)?.data ?? [];
  const thresholds = Float64Array.from({ length: planes * numbers }, (_, i) => {
    const plane = Math.floor(i / numbers);
    const at = "perFeature" in given ? Number(data[(i % features) * planes + plane]) : given[plane];
    return (at - offset) / scale;
  });
  return {
    ...{ bits: thresholds.length, thresholds },
    encode(sample, bits) {
      for (let plane = 0, i = 0; plane < planes; plane++) {
        for (let n = 0; n < numbers; n++, i++) bits[i] = sample[n] >= thresholds[i] ? 1 : 0;
      }
    },
  };
}
