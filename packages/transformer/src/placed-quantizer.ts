import type { ParameterValues, Quantizer, QuantizerParameter } from "@bnnkit/quantizers";
import type * as tf from "@tensorflow/tfjs";
import type { TransformerQuantizers } from "./transformer-quantizers.ts";

/** What stands where values are quantized: rows of either sign, rows behind a ReLU, queries, keys and values, attention
 *  probabilities or scores, or what attention makes of values. */
export type PlaceRole =
  | "activations"
  | "rectified"
  | "operands"
  | "probabilities"
  | "scores"
  | "context";

/** Where a model quantizes values. */
export interface Place {
  /** Prefix of the parameters that the quantizer has there, and of its node. */
  readonly name: string;
  readonly role: PlaceRole;
}

/** A quantizer with the values of its parameters at a place. */
export interface PlacedQuantizer {
  readonly quantizer: Quantizer;
  readonly parameters: ParameterValues;
}

/** Where the input of a dense layer is quantized. */
export function inputPlace(dense: string, role: PlaceRole = "activations"): Place {
  return { name: `${dense}/input`, role };
}

/** Where queries, keys or values are. */
export function operandPlace(projection: string): Place {
  return { name: `${projection}/operand`, role: "operands" };
}

/** Where the probabilities of an attention are. */
export function probabilityPlace(prefix: string): Place {
  return { name: `${prefix}/probabilities`, role: "probabilities" };
}

/** Where the scores of an attention are. */
export function scorePlace(prefix: string): Place {
  return { name: `${prefix}/scores`, role: "scores" };
}

/** The quantizer of a role: what a set does not say, that of rows does. */
export function quantizerOf(quantizers: TransformerQuantizers, role: PlaceRole): Quantizer {
  return quantizers[role] ?? quantizers.activations;
}

/** Whether each row has a scale that depends on its numbers. */
export function scalesRows({ code }: Quantizer): boolean {
  return code.some(({ scale }) => scale === "row");
}

/** Name of a quantizer's parameter at a place. */
export function placedName(place: Place, { name }: Pick<QuantizerParameter, "name">): string {
  return `${place.name}/${name}`;
}

/** The parameters that the quantizer of weights has at a matrix, by their own names. */
export function weightParameters<T>(
  { parameters = [] }: Quantizer,
  dense: string,
  parameter: (name: string) => T,
): Readonly<Record<string, T>> {
  return Object.fromEntries(
    parameters.map((own) => [own.name, parameter(weightParameterName(dense, own))]),
  );
}

/** Name of a parameter of the quantizer of weights at a matrix. */
export function weightParameterName(
  dense: string,
  { name }: Pick<QuantizerParameter, "name">,
): string {
  return `${dense}/weights/${name}`;
}

/** The quantizer of a matrix with the parameters that a model has there. */
export function settledWeights(
  quantizer: Quantizer,
  dense: string,
  parameter: (name: string) => tf.Tensor,
): Quantizer {
  const settled = quantizer.withParameters?.(weightParameters(quantizer, dense, parameter));
  return settled ?? quantizer;
}

/** A quantizer at a place, with parameters from a model. */
export function placeQuantizer<T>(
  quantizers: TransformerQuantizers,
  place: Place,
  parameter: (name: string) => T,
): { readonly quantizer: Quantizer; readonly parameters: Readonly<Record<string, T>> } {
  const quantizer = quantizerOf(quantizers, place.role);
  const values = (quantizer.parameters ?? []).map(
    (own) => [own.name, parameter(placedName(place, own))] as const,
  );
  return { quantizer, parameters: Object.fromEntries(values) };
}
