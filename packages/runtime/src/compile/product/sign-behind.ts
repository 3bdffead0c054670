import { type FoldedThresholds, isInteger, wordsPerRow } from "@bnnkit/core";
import { popcountThresholds, type SignOutput, type TapeBuilder } from "@bnnkit/kernels";
import {
  type NumbersType,
  numbersAt,
  type ThresholdNode,
  type TypedNode,
  thresholdCount,
} from "@bnnkit/model";
import type { Emitter } from "../emitter.ts";
import type { Addresses, Rows, Value } from "../value.ts";
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
export function signBehind(
  { node: { name }, output }: Sums,
  emitter: Emitter,
): SignBehind | undefined {
  if (!isInteger(output.code)) return undefined;
  const follower = emitter.follower(name);
  if (follower === undefined) return undefined;
  const pool = isLargest(follower) ? follower : undefined;
  const last = pool === undefined ? follower : emitter.follower(pool.node.name);
  if (last?.node.op !== "threshold" || !isOneBit(last.node)) return undefined;
  const threshold = { ...last, node: last.node };
  return { threshold, pool, newBits: (within) => newBits(threshold, within) };
}

/** Sums of a product over the rows of its output. */
interface Sums {
  readonly node: { readonly name: string };
  readonly output: NumbersType;
}

/** How a product goes onto a tape whose output are the signs behind it. */
export interface SignsDraft {
  readonly reads: readonly Rows[];
  /** Popcounts are compared, of so many products, in place of sums. */
  readonly popcountsOf?: number;
  /** int32 [outFeatures] that sums lack; not together with popcounts. */
  readonly offsets?: Int32Array;
  readonly emit: (
    tape: TapeBuilder,
    at: Addresses,
    output: SignOutput & { readonly rows: number },
  ) => void;
}

/** The signs that alone read a product of rows, made in its pass; undefined where there are none, or where a pool is between. */
export function emitSigns(
  product: Sums,
  emitter: Emitter,
  { reads, emit, ...sums }: SignsDraft,
): Value | undefined {
  const sign = signBehind(product, emitter);
  if (sign === undefined || sign.pool !== undefined) return undefined;
  const { name } = sign.threshold.node;
  const folded = signThresholds(sign.threshold, emitter.weights, sums);
  const out = sign.newBits(emitter);
  emitter.emit({
    ...{ node: name, reads, writes: [out.bits] },
    emit: (tape, at) =>
      emit(tape, at, { ...folded, rows: at.rows(out.space), out: at.offset(out.bits) }),
  });
  emitter.define(name, out);
  return out;
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

/** Thresholds and flips of a comparison in the arena, as the signs of a product read them; with `popcountsOf`, the products of a
 *  dot, as `bgemmSign` does. */
export function signThresholds(
  typed: TypedNode<"threshold">,
  memory: WeightMemory,
  { popcountsOf, offsets }: Pick<SignsDraft, "popcountsOf" | "offsets"> = {},
): { readonly thresholds: number; readonly flips: number } {
  const { name } = typed.node;
  const dots = without(offsets, dotThresholds(typed, memory));
  const folded = popcountsOf === undefined ? dots : popcountThresholds(dots, popcountsOf);
  const kind = popcountsOf === undefined ? "dots" : "popcounts";
  return {
    thresholds: memory.place(`${name} thresholds on ${kind}`, () => folded.thresholds),
    flips: memory.place(`${name} flips of ${kind}`, () => folded.flips),
  };
}

/** Thresholds on sums that lack offsets; beyond int32, where no sum is, the last one. */
function without(offsets: Int32Array | undefined, folded: FoldedThresholds): FoldedThresholds {
  if (offsets === undefined) return folded;
  const thresholds = folded.thresholds.map((threshold, n) => toInt32(threshold - offsets[n]));
  return { ...folded, thresholds };
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
  return toInt32(Math.ceil(threshold));
}

function toInt32(value: number): number {
  return Math.min(Math.max(value, -(2 ** 31)), 2 ** 31 - 1);
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
