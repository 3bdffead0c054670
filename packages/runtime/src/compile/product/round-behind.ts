import type { TypedNode } from "@bnnkit/model";
import type { Steps } from "../code-rows.ts";
import type { Emitter } from "../emitter.ts";

/** A rounding to bytes by a constant step that alone reads a value. */
export interface RoundBehind {
  readonly round: TypedNode<"round">;
  readonly steps: Steps & { readonly digit: "int8" | "uint8" };
}

export function roundBehind(name: string, emitter: Emitter): RoundBehind | undefined {
  const follower = emitter.follower(name);
  if (follower?.node.op !== "round") return undefined;
  const { step, digit, range } = follower.node;
  if (typeof step !== "number" || (digit !== "int8" && digit !== "uint8")) return undefined;
  return { round: { ...follower, node: follower.node }, steps: { step, digit, range } };
}
