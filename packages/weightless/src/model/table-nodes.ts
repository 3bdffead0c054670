import { type Node, type Tensor, truthTableTensors } from "@bnnkit/model";
import {
  type TruthTableLayer,
  type TruthTableNetwork,
  tablesOf,
  truthTableNetworkFrom,
} from "../tables/truth-table-network.ts";
import type { EncoderNode } from "./encoder-node.ts";
import type { NetworkNodes } from "./network-nodes.ts";

/** Layers of truth tables, and the sums of their groups. */
export function tableNodes(network: TruthTableNetwork, { bitAt }: EncoderNode): NetworkNodes {
  const { classes, layers } = truthTableNetworkFrom(network);
  const nodes: Node[] = [];
  const tensors = layers.flatMap((layer, i): (readonly [string, Tensor])[] => {
    const name = `tables/${i}`;
    const before = nodes.at(-1)?.name ?? "encoder";
    const { inputsPerTable, connections } = layer;
    const tables = tablesOf(layer);
    nodes.push({ op: "truth-tables", name, inputs: [before], tables, inputsPerTable });
    const read = i === 0 ? Array.from(connections, bitAt) : connections;
    const words = { inputsPerTable, connections: Int32Array.from(read), tables: wordsOf(layer) };
    return [...truthTableTensors(name, words)];
  });
  const last = nodes.at(-1)?.name ?? "encoder";
  nodes.push({ op: "group-sum", name: "votes", inputs: [last], groups: classes });
  return { nodes, tensors: new Map(tensors) };
}

function wordsOf({ tables }: TruthTableLayer): Uint32Array<ArrayBuffer> {
  const words = new Uint32Array(Math.ceil(tables.length / 4));
  tables.forEach((byte, i) => {
    words[i >>> 2] |= byte << (8 * (i & 3));
  });
  return words;
}
