import type { Quantizer } from "@bnnkit/quantizers";
import type * as tf from "@tensorflow/tfjs";
import { type Place, placeQuantizer } from "./placed-quantizer.ts";
import type { TransformerQuantizers } from "./transformer-quantizers.ts";

/** The quantizers of places with the parameters that a model has there, each made once. */
export function settledQuantizers(
  quantizers: TransformerQuantizers,
  parameter: (name: string) => tf.Tensor,
): (place: Place) => Quantizer {
  const known = new Map<string, Quantizer>();
  return (place) => {
    const present = known.get(place.name);
    if (present) return present;
    const { quantizer, parameters } = placeQuantizer(quantizers, place, parameter);
    const settled = quantizer.withParameters?.(parameters) ?? quantizer;
    known.set(place.name, settled);
    return settled;
  };
}
