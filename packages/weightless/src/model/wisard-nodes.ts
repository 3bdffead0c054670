import { checkIntegerBetween } from "@bnnkit/core";
import type { LookUpNode, Tensor } from "@bnnkit/model";
import type { Wisard } from "../wisard.ts";
import type { EncoderNode } from "./encoder-node.ts";
import type { NetworkNodes } from "./network-nodes.ts";

const where = "weightlessModel";
const mostCounter = 255;
const mostBytes = 2 ** 30;

/** RAM nodes with counters, which are bleached. A vote depends on the order of counters alone, so that a counter is stored as its place
 *  among the different ones there are; of more than 255 the greatest are one.
 *  @throws RangeError unless base is 2 and all tuples are of one size, at most 24, with 2³⁰ counters or fewer. */
export function wisardNodes(wisard: Wisard, { bitAt }: EncoderNode): NetworkNodes {
  const { classes, tuples, base } = wisard;
  const tupleSize = tuples[0][0].length;
  checkIntegerBetween(where, "network.base", base, 2, 2);
  checkIntegerBetween(where, "network's tuple size", tupleSize, 1, 24);
  const isEven = tuples.every(
    (nodes) =>
      nodes.length === tuples[0].length && nodes.every(({ length }) => length === tupleSize),
  );
  if (!isEven) {
    throw new RangeError(`${where}: all classes must have as many tuples, all of one size`);
  }
  const isShared = new Set(tuples.map((nodes) => nodes.join(";"))).size === 1;
  const maps = isShared ? tuples.slice(0, 1) : tuples;
  const [count, entries] = [tuples[0].length, 2 ** tupleSize];
  checkIntegerBetween(where, "network's counters", classes * count * entries, 1, mostBytes);
  const node: LookUpNode = {
    ...{ op: "look-up", name: "nodes", inputs: ["encoder"], outFeatures: classes, tuples: count },
    ...{ tupleSize, entries, hashes: 0, mappings: isShared ? "shared" : "own", entry: "counter" },
  };
  const mapping = Int32Array.from(maps.flat(2), bitAt);
  const shape = [maps.length, count * tupleSize];
  const codes = { shape: [classes * count, entries], data: codesOf(wisard, count, entries) };
  return {
    nodes: [node],
    tensors: new Map<string, Tensor>([
      ["nodes.mapping", { dtype: "I32", shape, data: mapping }],
      ["nodes.codes", { dtype: "U8", ...codes }],
    ]),
  };
}

/** [classes · nodes, entries] */
function codesOf(wisard: Wisard, nodes: number, entries: number): Uint8Array<ArrayBuffer> {
  const votes = Array.from({ length: wisard.classes * nodes }, (_, row) =>
    [...wisard.counters(Math.floor(row / nodes), row % nodes)].filter(
      ([address, count]) => count > 0 && !(wisard.ignoreZero && address === 0),
    ),
  );
  const levels = [...new Set(votes.flatMap((node) => node.map(([, count]) => count)))];
  const places = new Map(levels.sort((a, b) => a - b).map((count, i) => [count, i + 1]));
  const codes = new Uint8Array(votes.length * entries);
  votes.forEach((node, row) => {
    for (const [address, count] of node) {
      codes[row * entries + address] = Math.min(places.get(count) ?? 0, mostCounter);
    }
  });
  return codes;
}
