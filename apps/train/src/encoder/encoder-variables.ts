import {
  type AnyEncoderConfig,
  encoderParameterShapes,
  type Parameters,
} from "@bnnkit/transformer";
import * as tf from "@tensorflow/tfjs";

/** Variables with the values of parameters by their names; the caller disposes of them. */
export function variablesOf(
  encoder: AnyEncoderConfig,
  parameters: Readonly<Record<string, Float32Array>>,
  { trainable }: { readonly trainable: boolean },
): Map<string, tf.Variable> {
  return new Map(
    encoderParameterShapes(encoder).map(({ name, shape }) => [
      name,
      tf.tidy(() => tf.variable(tf.tensor(parameters[name].slice(), [...shape]), trainable)),
    ]),
  );
}

/** The values of variables as they are. */
export function parametersOf(
  encoder: AnyEncoderConfig,
  variables: ReadonlyMap<string, tf.Variable>,
): Parameters {
  return Object.fromEntries(
    encoderParameterShapes(encoder).map(({ name, shape }) => [
      name,
      { shape, values: Float32Array.from(variables.get(name)?.dataSync() ?? []) },
    ]),
  );
}

/** Parameters as their values alone. */
export function valuesOf(parameters: Parameters): Readonly<Record<string, Float32Array>> {
  return Object.fromEntries(Object.entries(parameters).map(([name, { values }]) => [name, values]));
}
