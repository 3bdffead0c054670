import { isInteger } from "@bnnkit/core";
import type { FloatOutput, ScaledOutput } from "@bnnkit/kernels";
import { type NumbersType, numbersAt, type TypedNode } from "@bnnkit/model";
import type { Emitter, FloatValue } from "../emitter.ts";
import { floatRows } from "../float-rows.ts";
import type { Addresses, Rows } from "../value.ts";

/** What one pass makes of the sums of a node, with the nodes that alone read each other behind it. */
export interface OutputStage {
  /** The last of them, which the pass computes. */
  readonly name: string;
  readonly output: NumbersType;
  /** Those behind the first. */
  readonly taken: readonly TypedNode[];
  /** One number for each row, by which sums are multiplied. */
  readonly rowScales: Rows | undefined;
  /** Constants lie in the arena, 0 where one is absent. */
  readonly constants: Required<Pick<ScaledOutput, "columnScales" | "bias" | "slopes" | "relu">>;
}

/** What a product has of its own: offsets in the arena, 0 where it has none. */
export interface OwnConstants {
  readonly columnScales: number;
  readonly bias: number;
  /** Where it has, or its operation can have, none for each row. */
  readonly rowScales?: Rows | "none";
}

/** The nodes behind a product that its output takes up: a product with one number for each row where it has no bias of its own, or
 *  an affine map where it has no constants at all; then a ReLU or PReLU without shifts. */
export function outputStage(
  { name, output }: { readonly name: string; readonly output: NumbersType },
  emitter: Emitter,
  own: OwnConstants,
): OutputStage {
  const hasRowScales = own.rowScales !== undefined;
  const isBare = own.columnScales === 0 && own.bias === 0;
  const multiply = own.bias === 0 && !hasRowScales ? multiplyBehind(name, emitter) : undefined;
  const affine = isBare ? affineBehind(name, emitter) : undefined;
  const first = multiply ?? affine;
  const activation = activationBehind(first?.node.name ?? name, emitter);
  const last = activation ?? first;
  const { weights } = emitter;
  const parameter = (part: string, of: string, isThere: boolean | undefined) =>
    isThere ? weights.floats(`${of}.${part}`) : 0;
  return {
    name: last?.node.name ?? name,
    output: last?.output ?? output,
    taken: [first, activation].flatMap((node) => node ?? []),
    rowScales: multiply
      ? floatRows(multiply.node.inputs[1], emitter)
      : own.rowScales === "none"
        ? undefined
        : own.rowScales,
    constants: {
      columnScales: affine
        ? parameter("scales", affine.node.name, affine.node.scales)
        : own.columnScales,
      bias: affine ? parameter("offsets", affine.node.name, affine.node.offsets) : own.bias,
      slopes: activation
        ? parameter("slopes", activation.node.name, activation.node.function === "prelu")
        : 0,
      relu: activation?.node.function === "relu",
    },
  };
}

/** Room for the floats of a stage, which is the value of all nodes that it takes up. */
export function defineFloats({ name, output, taken }: OutputStage, emitter: Emitter): FloatValue {
  const out = emitter.floats(name, output);
  for (const { node } of taken) emitter.define(node.name, out);
  return out;
}

/** What the operation of a stage is told of its output, which goes to `out`. */
export function floatOutput(
  { constants, rowScales }: OutputStage,
  out: Rows,
  { offset }: Addresses,
): FloatOutput {
  const scales = rowScales === undefined ? 0 : offset(rowScales);
  return { ...constants, rowScales: scales, out: offset(out) };
}

/** Rows that a stage reads beside those of the product. */
export function readsOf({ rowScales }: OutputStage): readonly Rows[] {
  return rowScales === undefined ? [] : [rowScales];
}

/** Whether a product of whole numbers stays exact: nothing behind it wants floats in the same pass. */
export function staysExact(output: NumbersType, { taken }: OutputStage): boolean {
  return isInteger(output.code) && taken.length === 0;
}

/** The product with one number for each row that alone reads a value, where that number is there before. */
function multiplyBehind(name: string, emitter: Emitter): TypedNode<"multiply"> | undefined {
  const follower = emitter.follower(name);
  if (follower?.node.op !== "multiply") return undefined;
  const [a, b] = follower.node.inputs;
  const isOfRows = a === name && emitter.isDefined(b) && numbersAt(follower, 1).features === 1;
  if (!isOfRows || isInteger(follower.output.code)) return undefined;
  return { ...follower, node: follower.node };
}

function affineBehind(name: string, emitter: Emitter): TypedNode<"affine"> | undefined {
  const follower = emitter.follower(name);
  return follower?.node.op === "affine" ? { ...follower, node: follower.node } : undefined;
}

/** The ReLU or PReLU without shifts that alone reads a value. */
function activationBehind(name: string, emitter: Emitter): TypedNode<"activation"> | undefined {
  const follower = emitter.follower(name);
  if (follower?.node.op !== "activation") return undefined;
  const { function: f, shifts } = follower.node;
  if (shifts || (f !== "relu" && f !== "prelu")) return undefined;
  return { ...follower, node: follower.node };
}
