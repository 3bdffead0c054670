import * as tf from "@tensorflow/tfjs";
import type { ParameterValues, QuantizeCall, QuantizerParameter } from "./quantizer.ts";

/** A number for all, or each in its order: as options have the values of a parameter. */
export type InitialValues = number | readonly number[];

/** What a quantizer has to use as one of its parameters: the value of the call, else the initial one, of which a single
 *  number stands for all.
 *  @throws RangeError if it is not of the parameter's shape. */
export function parameterValue(
  where: string,
  { name, shape, initial }: QuantizerParameter,
  x: tf.Tensor,
  { parameters }: QuantizeCall = {},
): tf.Tensor {
  const value = parameters?.[name];
  if (value === undefined && typeof initial === "number") return tf.scalar(initial);
  const axes = { features: x.shape.at(-1) ?? 1, rows: x.shape[0] ?? 1 };
  const resolved = shape.map((size) => (typeof size === "number" ? size : axes[size]));
  const tensor = value ?? tf.tensor(initial);
  if (tf.util.arraysEqual(tensor.shape, resolved)) return tensor;
  throw new RangeError(
    `${where}: ${name} must be of shape [${resolved}], got [${tensor.shape}] for an input [${x.shape}]`,
  );
}

/** The values of a parameter as options have them, to make a quantizer with them: reads the tensor back.
 *  @param values  a parameter that is missing keeps its initial values */
export function optionOf(
  { name, initial }: QuantizerParameter,
  values: ParameterValues,
): InitialValues {
  const tensor = values[name];
  if (!tensor) return initial;
  const [first = 0, ...rest] = tensor.dataSync();
  return tensor.rank === 0 ? first : [first, ...rest];
}

/** As {@link optionOf}, where the parameter is one number. */
export function numberOptionOf(parameter: QuantizerParameter, values: ParameterValues): number {
  const option = optionOf(parameter, values);
  return typeof option === "number" ? option : (option[0] ?? 0);
}

/** As {@link optionOf}, where the parameter is a list. */
export function listOptionOf(
  parameter: QuantizerParameter,
  values: ParameterValues,
): readonly number[] {
  const option = optionOf(parameter, values);
  return typeof option === "number" ? [option] : option;
}

/** Checks initial values that options have.
 *  @throws RangeError unless they are finite, or positive and finite, and not none. */
export function checkInitial(
  where: string,
  name: string,
  values: InitialValues,
  { positive = false }: { readonly positive?: boolean } = {},
): void {
  const numbers = typeof values === "number" ? [values] : values;
  const wrong = numbers.find((value) => !Number.isFinite(value) || (positive && !(value > 0)));
  if (wrong === undefined && numbers.length > 0) return;
  const rule = positive ? "positive and finite" : "finite";
  throw new RangeError(`${where}: ${name} must be ${rule}, got ${wrong ?? "none"}`);
}
