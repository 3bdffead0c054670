import { describeEncoder, type PlaceOfValues } from "./describe-encoder.ts";
import { type AnyEncoderConfig, encoderQuantizers, readsImages } from "./encoder-config.ts";
import { describedParameters, type ParameterShape } from "./parameter-shapes.ts";
import { type Parameters, startingValues } from "./parameters.ts";
import { placedName, quantizerOf } from "./placed-quantizer.ts";
import type { TransformerQuantizers } from "./transformer-quantizers.ts";

const anyTokens = { padding: 0, begin: 1, end: 2 };

/** Every parameter of an encoder, in a fixed order: those of its layers, whose names do not depend on the precision, then those
 *  of the quantizers at their places (`part` "quantizer").
 *  @throws RangeError if the configuration makes no encoder */
export function encoderParameterShapes(config: AnyEncoderConfig): readonly ParameterShape[] {
  const vocabularySize = readsImages(config) ? 1 : config.vocabularySize;
  const tokens = { ...anyTokens, vocabularySize };
  const { description, places } = describeEncoder(config, { name: "encoder", tokens });
  const quantizers = encoderQuantizers(config);
  return [
    ...describedParameters(description, { separate: true }),
    ...places.flatMap((values) => placeParameters(values, quantizers)),
  ];
}

/** Starting values of an encoder: as `initializeParameters`; quantizers with their initial parameters, which `fitQuantizers`
 *  makes those of a batch.
 *  @param seed  integer; the same seed gives the same values.
 *  @throws RangeError if the configuration makes no encoder. */
export function initializeEncoder(config: AnyEncoderConfig, seed: number): Parameters {
  return startingValues(encoderParameterShapes(config), seed);
}

function placeParameters(
  { place, features }: PlaceOfValues,
  quantizers: TransformerQuantizers,
): readonly ParameterShape[] {
  const { parameters = [] } = quantizerOf(quantizers, place.role);
  return parameters.map((parameter) => ({
    name: placedName(place, parameter),
    shape: parameter.shape.map((size) => (size === "features" ? features : size)),
    initializer: typeof parameter.initial === "number" ? [parameter.initial] : parameter.initial,
    nodes: [place.name],
    part: "quantizer",
  }));
}
