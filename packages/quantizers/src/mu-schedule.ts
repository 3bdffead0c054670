import { checkPositiveInteger } from "@bnnkit/core";
import { checkOneOf } from "./check-options.ts";

export interface MuScheduleOptions {
  /** "linear"; "exponential": by the same factor each step; "inverse-sigmoid": PARQ's, whose 1/μ falls along a sigmoid.
   *  Default "exponential". */
  readonly kind?: "linear" | "exponential" | "inverse-sigmoid";
  /** Default 1. */
  readonly first?: number;
  /** Default 100. */
  readonly last?: number;
  /** Steps until `last`; it stays there. */
  readonly steps: number;
  /** Of the sigmoid; default 10. */
  readonly steepness?: number;
}

/** How μ of {@link proximalQuantizer} grows.
 *
 *  With t = step/(steps − 1): "linear" `first + (last − first)·t`; "exponential" `first·(last/first)^t`; "inverse-sigmoid"
 *  `1/μ = 1/last + (1/first − 1/last)·(σ(h(½ − t)) − σ(−h/2)) / (σ(h/2) − σ(−h/2))` with the steepness h. The papers of
 *  ProxConnect leave it open. PARQ: Jin et al. 2025, https://arxiv.org/abs/2503.15748
 *  @returns μ of a step, counted from 0
 *  @throws RangeError unless `first`, `last` and `steepness` are positive and finite and `steps` is an integer of at least
 *    1, or if there is no such `kind`. */
export function muSchedule({
  kind = "exponential",
  first = 1,
  last = 100,
  steps,
  steepness = 10,
}: MuScheduleOptions): (step: number) => number {
  const where = "muSchedule";
  checkOneOf(where, "kind", kind, ["linear", "exponential", "inverse-sigmoid"]);
  checkPositiveInteger(where, "steps", steps);
  for (const [name, value] of Object.entries({ first, last, steepness })) {
    if (value > 0 && Number.isFinite(value)) continue;
    throw new RangeError(`${where}: ${name} must be positive and finite, got ${value}`);
  }
  const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));
  const [least, most] = [sigmoid(-steepness / 2), sigmoid(steepness / 2)];
  return (step) => {
    const t = steps > 1 ? Math.min(Math.max(step, 0) / (steps - 1), 1) : 1;
    if (kind === "linear") return first + (last - first) * t;
    if (kind === "exponential") return first * (last / first) ** t;
    const share = (sigmoid(steepness * (0.5 - t)) - least) / (most - least);
    return 1 / (1 / last + (1 / first - 1 / last) * share);
  };
}
