import { checkModel, ofTask, type PackedModel, type TypedNode, tensorNamed } from "@bnnkit/model";
import { type Comparator, comparatorsOf, type LogicNumber } from "./comparators.ts";
import { type LogicFilters, logicFilters } from "./logic-filters.ts";

/** A truth table with the bits of the layer before that it reads; input j is bit j of the address. */
export interface LogicTable {
  readonly inputs: readonly number[];
  readonly entries: readonly number[];
}

/** What makes votes of the encoder's bits: layers of tables, of which the last is in equal groups, one for each class; or tables that are
 *  looked up, whose hits are added. */
export type LogicCore =
  | { readonly kind: "tables"; readonly layers: readonly (readonly LogicTable[])[] }
  | { readonly kind: "filters"; readonly parts: readonly LogicFilters[] };

/** What a circuit of tables is made of. */
export interface LogicPlan {
  readonly model: PackedModel;
  /** Numbers of a sample. */
  readonly features: number;
  readonly number: LogicNumber;
  readonly encoder: readonly Comparator[];
  readonly core: LogicCore;
  /** Classes. */
  readonly groups: number;
}

const where = "planLogic";

/**
 * The parts of a model of truth tables, RAM nodes or Bloom filters: thermometer, tables, votes.
 *
 * @throws RangeError for a model that is no such chain, has counters or biases, or lacks its encoder: a circuit that is fed with bits of
 *   unknown meaning is no classifier.
 */
export function planLogic(model: PackedModel): LogicPlan {
  const checked = checkModel(model);
  ofTask(where, checked.description, "classification");
  const [{ graph, nodes, output }] = checked.graphs;
  const [first, ...rest] = nodes;
  if (first?.node.op !== "threshold" || first.node.inputs[0] !== graph.inputs[0]?.name) {
    throw new RangeError(
      `${where}: the model must begin with its encoder, a threshold, got ${first?.node.op ?? "no node"}`,
    );
  }
  const encoder = comparatorsOf(where, model, { ...first, node: first.node });
  const isFiltered = rest[0]?.node.op === "look-up";
  const core = isFiltered ? filterCore(model, rest, first) : tableCore(model, rest, first);
  if (graph.output !== rest.at(-1)?.node.name) {
    throw new RangeError(`${where}: the output must be the last node, got "${graph.output}"`);
  }
  return { model, ...encoder, core, groups: output.features };
}

function tableCore(model: PackedModel, nodes: readonly TypedNode[], encoder: TypedNode): LogicCore {
  const last = nodes.at(-1);
  if (last?.node.op !== "group-sum") {
    throw new RangeError(`${where}: the model must end with a group-sum, got ${last?.node.op}`);
  }
  nodes.forEach(({ node }, i) => {
    const before = (i === 0 ? encoder : nodes[i - 1]).node.name;
    if (node.inputs.length === 1 && node.inputs[0] === before) return;
    throw new RangeError(`${where}: node "${node.name}" must read "${before}" alone`);
  });
  return { kind: "tables", layers: nodes.slice(0, -1).map((typed) => layerOf(model, typed)) };
}

/** Look-ups of the encoder's bits, one after the other added. */
function filterCore(
  model: PackedModel,
  nodes: readonly TypedNode[],
  encoder: TypedNode,
): LogicCore {
  const open = new Set<string>();
  const parts: LogicFilters[] = [];
  for (const { node } of nodes) {
    if (node.op === "look-up" && node.inputs[0] === encoder.node.name) {
      parts.push(logicFilters(where, model, node));
    } else if (node.op !== "add" || !node.inputs.every((name) => open.delete(name))) {
      throw new RangeError(
        `${where}: node "${node.name}" must be a look-up of the encoder's bits or add the votes of two, got ${node.op}`,
      );
    }
    open.add(node.name);
  }
  if (open.size !== 1) throw new RangeError(`${where}: all votes must be added, got ${[...open]}`);
  return { kind: "filters", parts };
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
