import { checkIntegerBetween } from "@bnnkit/core";
import { FilterNetwork } from "./filter-network.ts";
import type { Wisard } from "./wisard.ts";

/** A WiSARD at a fixed level of bleaching, packed for inference: one table of 2^tupleSize entries per node, in which the hash is the
 *  address itself. Its responses are the votes at that level.
 *  @throws RangeError unless base is 2, all classes share one mapping, and all tuples are of one size, at most 24. */
export function packWisard(wisard: Wisard, bleach: number): FilterNetwork {
  checkIntegerBetween("packWisard", "bleach", bleach, 1, 2 ** 32);
  const { inputs, classes } = wisard;
  const [tuples] = wisard.tuples;
  const tupleSize = tuples[0].length;
  checkPackable(wisard, tupleSize);
  const entries = 2 ** tupleSize;
  const stride = Math.ceil(classes / 32);
  const masks = new Uint32Array(tuples.length * entries * stride);
  for (let label = 0; label < classes; label++) {
    tuples.forEach((_, node) => {
      for (const [address, count] of wisard.counters(label, node)) {
        if (count < bleach || (wisard.ignoreZero && address === 0)) continue;
        masks[(node * entries + address) * stride + (label >>> 5)] |= 1 << (label & 31);
      }
    });
  }
  const parameters = Uint32Array.from({ length: tupleSize }, (_, i) => 2 ** i);
  const order = Uint32Array.from(tuples.flat());
  return new FilterNetwork({
    inputs,
    classes,
    tupleSize,
    entries,
    hashes: 1,
    order,
    parameters,
    masks,
  });
}

function checkPackable({ base, tuples }: Wisard, tupleSize: number): void {
  checkIntegerBetween("packWisard", "wisard.base", base, 2, 2);
  checkIntegerBetween("packWisard", "wisard's tuple size", tupleSize, 1, 24);
  const sizes = new Set(tuples.flatMap((of) => of.map((tuple) => tuple.length)));
  const mappings = new Set(tuples.map((of) => of.join(";")));
  if (sizes.size > 1 || mappings.size > 1) {
    throw new RangeError(
      `packWisard: all classes must share one mapping of tuples of one size, got ${mappings.size} mappings with tuples of ${[...sizes].join(", ")}`,
    );
  }
}
