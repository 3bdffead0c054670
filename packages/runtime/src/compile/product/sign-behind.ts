import { type FoldedThresholds, wordsPerRow } from "@bnnkit/core";
import { popcountThresholds } from "@bnnkit/kernels";
import { numbersAt, type ThresholdNode, type TypedNode, thresholdCount } from "@bnnkit/model";
import type { Emitter } from "../emitter.ts";
import type { Rows, Value } from "../value.ts";
import type { WeightMemory } from "../weight-memory.ts";
import { planesOf } from "./bit-codes.ts";

/** A comparison with one threshold that alone reads a product, or alone a pool that alone reads it. */
export interface SignBehind {
  readonly threshold: TypedNode<"threshold">;
  /** The largest of windows, taken before the comparison. */
  readonly pool: TypedNode<"pool"> | undefined;
  readonly newBits: (emitter: Emitter) => Value & { readonly bits: Rows };
}

/** The comparison behind a product of whole numbers, which can be made in the same pass. */
export function signBehind(name: string, emitter: Emitter): SignBehind | undefined {
  const follower = emitter.follower(name);
  if (follower === undefined) return undefined;
  const pool = isLargest(follower) ? follower : undefined;
  const last = pool === undefined ? follower : emitter.follower(pool.node.name);
  if (last?.node.op !== "threshold" || !isOneBit(last.node)) return undefined;
  const threshold = { ...last, node: last.node };
  return { threshold, pool, newBits: (within) => newBits(threshold, within) };
}

/** Room for the bits of levels. */
export function newBits(
  { node: { name, code }, output }: TypedNode<"threshold">,
  emitter: Emitter,
): Value & { readonly bits: Rows } {
  const bytes = 4 * planesOf(code) * wordsPerRow(output.features);
  const bits = emitter.rows(name, output, bytes);
  return { type: output, space: bits.space, bits };
}

/** Thresholds and flips of a comparison in the arena, as `bconv2dSign` reads them; with `popcountsOf`, the products of a dot, as
 *  `bgemmSign` does. */
export function signThresholds(
  typed: TypedNode<"threshold">,
  memory: WeightMemory,
  { popcountsOf }: { readonly popcountsOf?: number } = {},
): { readonly thresholds: number; readonly flips: number } {
  const { name } = typed.node;
  const dots = dotThresholds(typed, memory);
  const folded = popcountsOf === undefined ? dots : popcountThresholds(dots, popcountsOf);
  const kind = popcountsOf === undefined ? "dots" : "popcounts";
  return {
    thresholds: memory.place(`${name} thresholds on ${kind}`, () => folded.thresholds),
    flips: memory.place(`${name} flips of ${kind}`, () => folded.flips),
  };
}

/** As `foldThresholds` has them: `bit = (dot ≥ threshold) ⊕ flip`. */
function dotThresholds(typed: TypedNode<"threshold">, memory: WeightMemory): FoldedThresholds {
  const { name, thresholds, flips, code } = typed.node;
  const { features } = numbersAt(typed, 0);
  const turned = flips ? memory.tensor(`${name}.flips`, "U32").data : undefined;
  const keepsOrder = code[0].digit === "unipolar" ? 0 : 1;
  const bits = new Uint32Array(wordsPerRow(features));
  for (let n = 0; n < features; n++) {
    const isTurned = ((turned?.[n >>> 5] ?? 0) >>> (n & 31)) & 1;
    bits[n >>> 5] |= (keepsOrder ^ isTurned) << (n & 31);
  }
  const values =
    "perFeature" in thresholds
      ? Int32Array.from(memory.tensor(`${name}.thresholds`, "I32").data)
      : new Int32Array(features).fill(wholeThreshold(thresholds[0]));
  return { thresholds: values, flips: bits };
}

/** The least int32 that is not below a threshold; beyond int32, where no dot is, the last one. */
function wholeThreshold(threshold: number): number {
  return Math.min(Math.max(Math.ceil(threshold), -(2 ** 31)), 2 ** 31 - 1);
}

function isLargest(typed: TypedNode): typed is TypedNode<"pool"> {
  const { node } = typed;
  if (node.op !== "pool" || node.take !== "maximum" || node.window === "all") return false;
  return node.window.dilations.join() === "1,1";
}

function isOneBit(node: ThresholdNode): boolean {
  const [{ digit }] = node.code;
  const isBit = digit === "bipolar" || digit === "unipolar";
  return (
    node.code.length === 1 && isBit && node.rowScale === undefined && thresholdCount(node) === 1
  );
}
