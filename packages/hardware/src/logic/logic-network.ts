import {
  checkModel,
  formatCode,
  numbersAt,
  ofTask,
  type PackedModel,
  type TypedNode,
  tensorNamed,
  thresholdCount,
} from "@bnnkit/model";

/** A comparison of the encoder: whether a number of the sample is at least `least`. */
export interface Comparator {
  readonly feature: number;
  /** As the number is stored: 0 … 255, or −128 … 127. Beyond its range the bit is constant. */
  readonly least: number;
}

/** A truth table with the bits of the layer before that it reads; input j is bit j of the address. */
export interface LogicTable {
  readonly inputs: readonly number[];
  readonly entries: readonly number[];
}

/** What a circuit of a logic network is made of. */
export interface LogicNetwork {
  readonly model: PackedModel;
  /** Numbers of a sample, a byte each. */
  readonly features: number;
  readonly isSigned: boolean;
  readonly encoder: readonly Comparator[];
  readonly layers: readonly (readonly LogicTable[])[];
  /** Classes; their votes are equal parts of the last layer. */
  readonly groups: number;
}

const where = "logicNetwork";

/**
 * The parts of a model of truth tables: thermometer, layers, group sum.
 *
 * @throws RangeError for a model that is no chain of those, in particular one that lacks its encoder: a circuit that is fed with bits
 *   of unknown meaning is no classifier.
 */
export function logicNetwork(model: PackedModel): LogicNetwork {
  const checked = checkModel(model);
  ofTask(where, checked.description, "classification");
  const [{ graph, nodes }] = checked.graphs;
  const [first, ...rest] = nodes;
  if (first?.node.op !== "threshold") {
    throw new RangeError(
      `${where}: the model must begin with its encoder, a threshold, got ${first?.node.op ?? "no node"}`,
    );
  }
  const last = rest.at(-1);
  if (last?.node.op !== "group-sum" || graph.output !== last.node.name) {
    throw new RangeError(`${where}: the model must end with a group-sum, got ${last?.node.op}`);
  }
  nodes.forEach(({ node }, i) => {
    const before = i === 0 ? graph.inputs[0]?.name : nodes[i - 1].node.name;
    if (node.inputs.length === 1 && node.inputs[0] === before) return;
    throw new RangeError(`${where}: node "${node.name}" must read "${before}" alone`);
  });
  const encoder = { ...first, node: first.node };
  const { domain, features, code } = numbersAt(encoder, 0);
  const pixels = domain.kind === "map" ? domain.height * domain.width : 0;
  return {
    model,
    features: pixels * features,
    isSigned: code[0].digit === "int8",
    encoder: comparatorsOf(model, encoder, pixels),
    layers: rest.slice(0, -1).map((typed) => layerOf(model, typed)),
    groups: last.node.groups,
  };
}

/** The votes of the classes, by the bits of the encoder. */
export function logicVotes({ layers, groups }: LogicNetwork, bits: ArrayLike<number>): number[] {
  let values = bits;
  for (const tables of layers) {
    const read = values;
    values = tables.map(
      ({ inputs, entries }) => entries[inputs.reduce((sum, bit, j) => sum | (read[bit] << j), 0)],
    );
  }
  const votes = new Array<number>(groups).fill(0);
  const size = values.length / groups;
  for (let i = 0; i < values.length; i++) votes[Math.floor(i / size)] += values[i];
  return votes;
}

/** Plane by plane, in each pixel by pixel. */
function comparatorsOf(
  model: PackedModel,
  typed: TypedNode<"threshold">,
  pixels: number,
): readonly Comparator[] {
  const { node } = typed;
  const { features, code } = numbersAt(typed, 0);
  const count = thresholdCount(node);
  const [{ digit, scale = 1, offset = 0 }] = code;
  if (code.length > 1 || (digit !== "uint8" && digit !== "int8") || scale === "row") {
    throw new RangeError(`${where}: the encoder must read bytes, got ${formatCode(code)}`);
  }
  if (node.flips || node.code.length !== count || node.code.some((t) => t.digit !== "unipolar")) {
    throw new RangeError(
      `${where}: the encoder must be a thermometer of digits 0 and 1 without flips, got ${formatCode(node.code)} of ${count} thresholds`,
    );
  }
  const numberAt = (stored: number): number => Number(offset) + scale * stored;
  const [lowest, highest] = digit === "uint8" ? [0, 255] : [-128, 127];
  const leastOf = (threshold: number): number => {
    let least = lowest;
    while (least <= highest && numberAt(least) < threshold) least++;
    return least;
  };
  const thresholdAt = thresholdReader(model, typed, count);
  return Array.from({ length: count * pixels * features }, (_, i): Comparator => {
    const feature = i % (pixels * features);
    const plane = Math.floor(i / (pixels * features));
    return { feature, least: leastOf(thresholdAt(feature % features, plane)) };
  });
}

function thresholdReader(
  { tensors }: PackedModel,
  { node: { name, thresholds } }: TypedNode<"threshold">,
  count: number,
): (feature: number, plane: number) => number {
  if (!("perFeature" in thresholds)) return (_, plane) => thresholds[plane];
  const data = tensors.get(`${name}.thresholds`)?.data;
  return (feature, plane) => Number(data?.[feature * count + plane]);
}

function layerOf({ tensors }: PackedModel, { node }: TypedNode): readonly LogicTable[] {
  if (node.op !== "truth-tables") {
    throw new RangeError(`${where}: node "${node.name}" must be truth-tables, got ${node.op}`);
  }
  const { name, tables, inputsPerTable } = node;
  const connections = tensorNamed(where, tensors, `${name}.connections`, "I32").data;
  const words = tensorNamed(where, tensors, `${name}.tables`, "U32").data;
  const length = 2 ** inputsPerTable;
  return Array.from({ length: tables }, (_, t) => ({
    inputs: [...connections.subarray(t * inputsPerTable, (t + 1) * inputsPerTable)],
    entries: Array.from({ length }, (_, address) => {
      const at = t * length + address;
      return (words[at >>> 5] >>> (at & 31)) & 1;
    }),
  }));
}
