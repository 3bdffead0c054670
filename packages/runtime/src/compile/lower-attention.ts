import type { Node } from "@bnnkit/model";
import type { Emitter } from "./emitter.ts";
import type { Value } from "./instruction.ts";
import { lowerBinarize } from "./lower-element-wise.ts";

/** Attention over the source sentence, or over the hypothesis itself through the cache.
 *
 *  Keys and values of the target stream have one row per step: they are appended to a cache first. Operands
 *  of one-bit attention are binarized before that, so each key once.
 *  @throws RangeError for keys in the target stream that later positions would have to see. */
export function lowerAttention(emitter: Emitter, node: Node<"attention">): Value {
  const { name, heads, headFeatures, causal } = node;
  const [q, key, value] = operands(emitter, node);
  const out = emitter.floats(name, heads * headFeatures);
  if (key.stream === "target" && !causal) {
    throw new RangeError(
      `lowerModel: attention "${name}" of the decoder must be causal, because a step sees only the steps before it`,
    );
  }
  const isOwn = key.stream === "target";
  const k = isOwn ? cacheOf(emitter, key, name) : key;
  const v = isOwn ? cacheOf(emitter, value, name) : value;
  emitter.emit({
    node: name,
    reads: isOwn ? [q] : [q, k, v],
    writes: [out],
    emit: (tape, { rows, offset, allKeys, earlierKeys }) =>
      tape.attention({
        q: offset(q),
        k: offset(k),
        v: offset(v),
        out: offset(out),
        rows,
        heads,
        headFeatures,
        binary: node.bits === 1,
        ...(causal ? earlierKeys : allKeys),
      }),
  });
  return out;
}

/** Query, key and value; each made ±s/2 per row and head for one-bit attention (the contracted axis of q·k is a head). */
function operands(emitter: Emitter, node: Node<"attention">): readonly [Value, Value, Value] {
  const { heads, headFeatures, inputs, bits } = node;
  const operand = (input: string): Value => {
    const x = emitter.value(input);
    return bits === 1
      ? lowerBinarize(emitter, x, { features: heads * headFeatures, groups: heads })
      : x;
  };
  return [operand(inputs[0]), operand(inputs[1]), operand(inputs[2])];
}

function cacheOf(emitter: Emitter, x: Value, node: string): Value {
  return emitter.derive(x, "cache", () => {
    const cache = { name: `${x.name} cache`, stream: x.stream, bytesPerRow: x.bytesPerRow };
    emitter.caches.push(cache);
    emitter.emit({
      node,
      reads: [x],
      writes: [],
      emit: (tape, { rows, slots, offset }) =>
        tape.copyRows({
          from: offset(x),
          to: offset(cache),
          rows,
          features: x.bytesPerRow / 4,
          toRow: slots,
        }),
    });
    return cache;
  });
}
