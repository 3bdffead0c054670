import * as tf from "@tensorflow/tfjs";
import { type AnyEncoderConfig, checkEncoderConfig, encoderQuantizers } from "./encoder-config.ts";
import { type EncoderBatch, runEncoder } from "./encoder-forward.ts";
import { encoderParameterShapes } from "./encoder-parameters.ts";
import { checkEncoderBatch, encoderPass } from "./encoder-pass.ts";
import { checkParametersOf, type Parameter, type Parameters } from "./parameters.ts";
import {
  type Place,
  type PlacedQuantizer,
  placedName,
  placeQuantizer,
} from "./placed-quantizer.ts";
import { withScope } from "./scope.ts";

/** The parameters with those of the quantizers as weights and a first batch have them, layer by layer, each seeing what those before it make of
 *  the batch: the first scales of BiT. What a method says nothing of, such as a shift, stays as it is.
 *
 *  Liu et al. 2022, https://arxiv.org/abs/2205.13016, §3.2
 *  @throws RangeError if parameters or batch do not fit the configuration. */
export function fitQuantizers(
  config: AnyEncoderConfig,
  parameters: Parameters,
  batch: EncoderBatch,
): Parameters {
  const where = "fitQuantizers";
  checkEncoderConfig(where, config);
  checkParametersOf(where, encoderParameterShapes(config), parameters);
  checkEncoderBatch(where, config, batch);
  const quantizers = encoderQuantizers(config);
  const found = new Map<string, Parameter>();
  const parameter = (name: string): tf.Tensor => {
    const { shape, values } = found.get(name) ?? parameters[name];
    return tf.tensor(values, [...shape]);
  };
  const placed = (place: Place, x: tf.Tensor): PlacedQuantizer => {
    const own = placeQuantizer(quantizers, place, parameter);
    // With the shifts that the place has.
    const settled = own.quantizer.withParameters?.(own.parameters) ?? own.quantizer;
    for (const [name, value] of Object.entries(settled.parametersFrom?.(x) ?? {})) {
      const values = Float32Array.from(value.dataSync());
      found.set(placedName(place, { name }), { shape: value.shape, values });
    }
    return placeQuantizer(quantizers, place, parameter);
  };
  fitWeights(config, parameter, found);
  withScope(() => runEncoder(encoderPass(config, parameter, { placed }), config, batch));
  const entries = Object.entries(parameters);
  return Object.fromEntries(entries.map(([name, own]) => [name, found.get(name) ?? own]));
}

/** Adds first values of the parameters that quantizers of weights have, such as scales of rows. */
function fitWeights(
  config: AnyEncoderConfig,
  parameter: (name: string) => tf.Tensor,
  found: Map<string, Parameter>,
): void {
  const { weights } = encoderQuantizers(config);
  if (weights.parametersFrom === undefined) return;
  for (const { name, part, nodes } of encoderParameterShapes(config)) {
    const isOfWeights = part === "quantizer" && name.startsWith(`${nodes[0]}/weights/`);
    if (!isOfWeights) continue;
    withScope(() => {
      const values = weights.parametersFrom?.(parameter(`${nodes[0]}/weights`)) ?? {};
      const value = values[name.slice(name.lastIndexOf("/") + 1)];
      if (value)
        found.set(name, { shape: value.shape, values: Float32Array.from(value.dataSync()) });
    });
  }
}
