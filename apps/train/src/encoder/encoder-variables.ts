import { type EncoderConfig, encoderParameterShapes } from "@bnnkit/transformer";
import * as tf from "@tensorflow/tfjs";

/** Variables with the values of parameters by their names; the caller disposes of them. */
export function variablesOf(
  encoder: EncoderConfig,
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
