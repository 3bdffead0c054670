import type * as tf from "@tensorflow/tfjs";
import type { ParameterShape } from "./parameter-shapes.ts";

/** Reads the variables of a model by their names.
 *  @throws RangeError if one is missing or has another shape. */
export function variableReader(
  where: string,
  shapes: readonly ParameterShape[],
  variables: ReadonlyMap<string, tf.Variable>,
): (name: string) => tf.Tensor {
  for (const { name, shape } of shapes) {
    const found = variables.get(name)?.shape;
    if (found?.join() !== shape.join()) {
      throw new RangeError(
        `${where}: variable ${name} must have shape [${shape}], got ${found ? `[${found}]` : "none"}`,
      );
    }
  }
  return (name) => {
    const variable = variables.get(name);
    if (!variable) throw new RangeError(`${where}: no variable ${name}`);
    return variable;
  };
}
