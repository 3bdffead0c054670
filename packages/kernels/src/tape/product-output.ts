import { flag, type Offset, optional } from "./operand.ts";

/** What a float product does with its sums at the end. */
export interface Activation {
  /** float32 [outFeatures] */
  readonly bias?: Offset;
  /** float32 [outFeatures], of what is negative (PReLU); not together with `relu`. */
  readonly slopes?: Offset;
  readonly relu?: boolean;
}

/** bias, slopes, relu */
export function activationWords(where: string, o: Activation): number[] {
  const slopes = optional(where, "slopes", o.slopes);
  if (slopes !== 0 && o.relu === true) {
    throw new RangeError(`${where}: give at most one of slopes and relu`);
  }
  return [optional(where, "bias", o.bias), slopes, flag(o.relu)];
}

/** bias, relu */
export function biasAndRelu(where: string, o: Omit<Activation, "slopes">): number[] {
  return [optional(where, "bias", o.bias), flag(o.relu)];
}
