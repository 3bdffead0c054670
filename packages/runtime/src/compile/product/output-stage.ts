import { isInteger } from "@bnnkit/core";
import type { ScaledOutput } from "@bnnkit/kernels";
import type { NumbersType, TypedNode } from "@bnnkit/model";
import type { Emitter, FloatValue } from "../emitter.ts";

/** What one pass makes of the sums of a node, with the nodes that alone read each other behind it. */
export interface OutputStage {
  /** The last of them, which the pass computes. */
  readonly name: string;
  readonly output: NumbersType;
  /** Those behind the first. */
  readonly taken: readonly TypedNode[];
  /** Constants lie in the arena, 0 where one is absent. */
  readonly constants: Required<Pick<ScaledOutput, "columnScales" | "bias" | "slopes" | "relu">>;
}

/** What a product has of its own, offsets in the arena, 0 where it has none. */
export interface OwnConstants {
  readonly columnScales: number;
  readonly bias: number;
}

/** The nodes behind a product that its output takes up: an affine map where it has no constants of its own, then a ReLU or PReLU
 *  without shifts. */
export function outputStage(
  { name, output }: { readonly name: string; readonly output: NumbersType },
  emitter: Emitter,
  own: OwnConstants,
): OutputStage {
  const isBare = own.columnScales === 0 && own.bias === 0;
  const affine = isBare ? affineBehind(name, emitter) : undefined;
  const activation = activationBehind(affine?.node.name ?? name, emitter);
  const last = activation ?? affine;
  const { weights } = emitter;
  const parameter = (part: string, of: string, isThere: boolean | undefined) =>
    isThere ? weights.floats(`${of}.${part}`) : 0;
  return {
    name: last?.node.name ?? name,
    output: last?.output ?? output,
    taken: [affine, activation].flatMap((node) => node ?? []),
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

/** Whether a product of whole numbers stays exact: nothing behind it wants floats in the same pass. */
export function staysExact(output: NumbersType, { taken }: OutputStage): boolean {
  return isInteger(output.code) && taken.length === 0;
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
