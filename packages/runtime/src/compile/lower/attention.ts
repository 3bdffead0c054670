import { numbersAt, sameDomain, type TypedNode } from "@bnnkit/model";
import type { Emitter, FloatValue } from "../emitter.ts";
import { floatRows } from "../float-rows.ts";
import { areBits } from "../product/bit-codes.ts";
import { keysOf, type Rows } from "../value.ts";
import { isBitAttention, lowerBitAttention, refuseBitAttention } from "./bit-attention.ts";

export function refuseAttention(typed: TypedNode<"attention">): string | undefined {
  if (typed.output.domain.kind === "map") {
    if (typed.node.causal) return "attention over earlier pixels is not there yet";
    if (!sameDomain(typed.output.domain, numbersAt(typed, 1).domain)) {
      return "pixels must attend to those of their own map";
    }
  }
  if (isBitAttention(typed)) return refuseBitAttention(typed);
  const { keep } = typed.node.probabilities;
  if (!["all", "half-maximum", "rounded"].includes(keep)) {
    return `probabilities that are ${keep} must be those of queries and keys of one ±1 digit with a constant scale, or else all, rounded or half of their maximum`;
  }
  if ([0, 1, 2].every((i) => areBits(numbersAt(typed, i).code))) return undefined;
  const isMixed = new Set([0, 1, 2].map((i) => numbersAt(typed, i).code[0].digit)).size > 1;
  return isMixed ? "query, key and value must be all bits or all floats" : undefined;
}

/** Attention over the encoded sentence, or over the row's own sequence, where rows come step by step through a cache: keys
 *  and values are appended to it first. */
export function lowerAttention(typed: TypedNode<"attention">, emitter: Emitter): FloatValue {
  if (isBitAttention(typed)) return lowerBitAttention(typed, emitter);
  const { node, output } = typed;
  const { name, heads, causal, probabilities } = node;
  const [q, key, value] = node.inputs.map((input) => floatRows(input, emitter));
  const out = emitter.floats(name, output);
  const isOwn = emitter.isCached(key.space);
  const k = isOwn ? cacheOf(emitter, key, name) : key;
  const v = isOwn ? cacheOf(emitter, value, name) : value;
  const headFeatures = output.features / heads;
  const keyHeads = key.bytesPerRow / (4 * headFeatures);
  emitter.emit({
    node: name,
    reads: isOwn ? [q] : [q, k, v],
    writes: [out.floats],
    emit: (tape, at) => {
      const { rows, offset, earlierKeys } = at;
      tape.attention({
        q: offset(q),
        k: offset(k),
        v: offset(v),
        out: offset(out.floats),
        rows: rows(out.space),
        heads,
        headFeatures,
        keyHeads,
        binary: probabilities.keep === "half-maximum",
        ...(probabilities.keep === "rounded" && { rounded: probabilities }),
        ...(causal ? earlierKeys : keysOf(at, key.space)),
      });
    },
  });
  return out;
}

/** The cache of rows that came step by step, filled once for all that attend to them. */
function cacheOf(emitter: Emitter, x: Rows, node: string): Rows {
  const known = emitter.caches.get(x);
  if (known !== undefined) return known;
  const cache = { ...x, name: `${x.name} cache` };
  emitter.caches.set(x, cache);
  emitter.emit({
    node,
    reads: [x],
    writes: [],
    emit: (tape, { rows, slots, offset }) =>
      tape.copyRows({
        from: offset(x),
        to: offset(cache),
        rows: rows(x.space),
        features: x.bytesPerRow / 4,
        toRow: slots,
      }),
  });
  return cache;
}
