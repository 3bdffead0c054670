import type { TypedNode } from "@bnnkit/model";
import type { Emitter } from "../emitter.ts";
import type { Value } from "../value.ts";
import { lowerLevels, refuseLevels } from "./levels.ts";
import { isRowSign, lowerRowSign } from "./row-sign.ts";

export function refuseThreshold(typed: TypedNode<"threshold">): string | undefined {
  return isRowSign(typed.node) ? undefined : refuseLevels(typed);
}

/** Levels as bits; of signs scaled by their row, what readers want of them. */
export function lowerThreshold(typed: TypedNode<"threshold">, emitter: Emitter): Value {
  return isRowSign(typed.node) ? lowerRowSign(typed, emitter) : lowerLevels(typed, emitter);
}
