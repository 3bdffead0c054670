import { wordsPerRow } from "@bnnkit/core";
import type { LookUpNode, Node, Tensor } from "@bnnkit/model";
import type { FilterNetwork, FilterNetworkState } from "../filter-network.ts";
import { filtersOf } from "../h3-hash.ts";
import type { EncoderNode } from "./encoder-node.ts";
import type { NetworkNodes } from "./network-nodes.ts";

/** Packed networks of filters whose votes are added, and the sum of their biases where they have any. */
export function filterNodes(
  networks: readonly FilterNetwork[],
  encoder: EncoderNode,
): NetworkNodes {
  const nodes: Node[] = [];
  const tensors = new Map<string, Tensor>();
  const biases = new Float32Array(networks[0].classes);
  let sum = "";
  networks.forEach((network, i) => {
    const state = network.state();
    const name = `filters/${i}`;
    nodes.push(lookUpNode(name, state));
    for (const [key, tensor] of lookUpTensors(name, state, encoder)) tensors.set(key, tensor);
    state.biases.forEach((bias, c) => {
      biases[c] += bias;
    });
    if (sum !== "") nodes.push({ op: "add", name: `votes/${i}`, inputs: [sum, name] });
    sum = sum === "" ? name : `votes/${i}`;
  });
  if (biases.some((bias) => bias !== 0)) {
    nodes.push({ op: "affine", name: "scores", inputs: [sum], scales: false, offsets: true });
    tensors.set("scores.offsets", { dtype: "F32", shape: [biases.length], data: biases });
  }
  return { nodes, tensors };
}

function lookUpNode(name: string, state: FilterNetworkState): LookUpNode {
  const { classes, tupleSize, entries, hashes } = state;
  return {
    ...{ op: "look-up", name, inputs: ["encoder"], outFeatures: classes },
    ...{ tuples: filtersOf(state), tupleSize, entries, hashes: isPlain(state) ? 0 : hashes },
    ...{ mappings: "shared", entry: "bit" },
  };
}

/** Whether the bits of a tuple are the address. */
function isPlain({ hashes, tupleSize, entries, parameters }: FilterNetworkState): boolean {
  return (
    hashes === 1 && entries === 2 ** tupleSize && parameters.every((word, i) => word === 2 ** i)
  );
}

function lookUpTensors(
  name: string,
  state: FilterNetworkState,
  { bitAt }: EncoderNode,
): ReadonlyMap<string, Tensor> {
  const { inputs, classes, tupleSize, entries, hashes, order, parameters, masks } = state;
  const mapping = Int32Array.from(order, (input) => (input < inputs ? bitAt(input) : -1));
  const filters = filtersOf(state);
  const [stride, words] = [wordsPerRow(entries), Math.ceil(classes / 32)];
  const bits = new Uint32Array(classes * filters * stride);
  for (let row = 0; row < classes * filters; row++) {
    const [c, filter] = [Math.floor(row / filters), row % filters];
    for (let entry = 0; entry < entries; entry++) {
      const mask = masks[(filter * entries + entry) * words + (c >>> 5)];
      bits[row * stride + (entry >>> 5)] |= ((mask >>> (c & 31)) & 1) << (entry & 31);
    }
  }
  const tensors = new Map<string, Tensor>([
    [`${name}.mapping`, { dtype: "I32", shape: [1, order.length], data: mapping }],
    [`${name}.bits`, { dtype: "U32", shape: [classes * filters, stride], data: bits }],
  ]);
  const words32 = Uint32Array.from(parameters);
  return isPlain(state)
    ? tensors
    : tensors.set(`${name}.hashes`, { dtype: "U32", shape: [hashes, tupleSize], data: words32 });
}
