// The instruction words of attention on bits.
import { wordsPerRow } from "@bnnkit/core";
import type { BitAttention, CopyBitRows, KeptProbabilities } from "./bit-attention-operands.ts";
import { keyWords } from "./key-words.ts";
import { KEEP_ABOVE, KEEP_ALL, KEEP_SHARE } from "./layout.ts";
import { float, optional, size, words } from "./operand-word.ts";

const where = "bitAttention";
/** The table of weights must leave the instruction shorter than 2¹⁶ words. */
const LARGEST_HEAD = 32768;
/** Below this the exponential is 0, as everywhere in this package. */
const SMALLEST_EXPONENT = -87;

export function bitAttentionWords(o: BitAttention): number[] {
  const heads = size(where, "heads", o.heads);
  const headFeatures = headSize(o.headFeatures);
  const scale = o.scale ?? 1 / Math.sqrt(headFeatures);
  if (!(scale > 0)) throw new RangeError(`${where}: scale must be positive, got ${scale}`);
  return [
    words(where, "q", o.q),
    words(where, "k", o.k),
    ...valueWords(o),
    words(where, "out", o.out),
    words(where, "rows", o.rows),
    heads,
    headFeatures,
    ...keyWords(where, o),
    float(where, "scale", scale),
    optional(where, "queryScales", o.queryScales),
    optional(where, "keyScales", o.keyScales),
    scaleGroups(o.scaleGroups ?? 1, heads),
    ...keepWords(o.keep),
    float(where, "multiplier", o.multiplier ?? 1),
    ...weightTable(headFeatures, scale),
  ];
}

export function copyBitRowsWords(o: CopyBitRows): number[] {
  const where = "copyBitRows";
  return [
    words(where, "from", o.from),
    words(where, "to", o.to),
    words(where, "rows", o.rows),
    wordsPerRow(size(where, "features", o.features)),
    words(where, "toRow", o.toRow),
  ];
}

function headSize(headFeatures: number): number {
  if (size(where, "headFeatures", headFeatures) % 8 !== 0 || headFeatures > LARGEST_HEAD) {
    throw new RangeError(
      `${where}: headFeatures must be a multiple of 8 up to ${LARGEST_HEAD}, got ${headFeatures}`,
    );
  }
  return headFeatures;
}

function valueWords(o: BitAttention): readonly [number, number] {
  const v = optional(where, "v", o.v);
  const valueBits = optional(where, "valueBits", o.valueBits);
  if ((v === 0) === (valueBits === 0)) {
    throw new RangeError(`${where}: give exactly one of v and valueBits`);
  }
  return [v, valueBits];
}

function scaleGroups(groups: number, heads: number): number {
  if (groups !== 1 && groups !== heads) {
    throw new RangeError(`${where}: scaleGroups must be 1 or heads (${heads}), got ${groups}`);
  }
  return groups;
}

function keepWords(keep: KeptProbabilities | undefined): readonly [number, number] {
  if (keep === undefined) return [KEEP_ALL, 0];
  return keep.above === undefined
    ? [KEEP_SHARE, float(where, "keep.shareOfLargest", keep.shareOfLargest)]
    : [KEEP_ABOVE, float(where, "keep.above", keep.above)];
}

/** e^(−2·n·scale): the weight of a key with n more different bits than the best one. */
function weightTable(headFeatures: number, scale: number): number[] {
  return Array.from({ length: headFeatures + 1 }, (_, n) => {
    const exponent = -2 * n * scale;
    return float(where, "scale", exponent < SMALLEST_EXPONENT ? 0 : Math.exp(exponent));
  });
}
