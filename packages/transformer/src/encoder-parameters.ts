import type { DenseNode, Graph } from "@bnnkit/model";
import type { QuantizerParameter } from "@bnnkit/quantizers";
import { describeEncoder, type PlaceOfValues } from "./describe-encoder.ts";
import { type AnyEncoderConfig, encoderQuantizers, readsImages } from "./encoder-config.ts";
import { describedParameters, type ParameterShape } from "./parameter-shapes.ts";
import { type Parameters, startingValues } from "./parameters.ts";
import { placedName, quantizerOf, weightParameterName } from "./placed-quantizer.ts";
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
    ...(quantizers.weights.parameters ?? []).flatMap((own) =>
      binaryMatrices(description).map((dense) => weightShape(dense, own)),
    ),
  ];
}

/** The dense layers of an encoder whose matrices are binarized. */
export function binaryMatrices({ graph }: { readonly graph: Graph }): readonly DenseNode[] {
  return graph.nodes.flatMap((node) =>
    node.op === "dense" && node.weights.code[0].digit === "bipolar" ? node : [],
  );
}

function weightShape({ name, outFeatures }: DenseNode, own: QuantizerParameter): ParameterShape {
  return {
    name: weightParameterName(name, own),
    shape: own.shape.map((size) => (size === "rows" ? outFeatures : Number(size))),
    initializer: typeof own.initial === "number" ? [own.initial] : own.initial,
    nodes: [name],
    part: "quantizer",
  };
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
    shape: parameter.shape.map((size) => (size === "features" ? features : Number(size))),
    initializer: typeof parameter.initial === "number" ? [parameter.initial] : parameter.initial,
    nodes: [place.name],
    part: "quantizer",
  }));
}
