import type { Graph, GraphInput } from "./graph.ts";
import type { AttentionNode, Node, SinusoidalPositionNode } from "./node.ts";
import { quoted } from "./quoted.ts";

/**
 * Shape of a value. Every value has one row per position of the graph input named `positions`:
 * an id, `features` floats, or one score per word.
 */
export type ValueShape =
  | { readonly kind: "tokens"; readonly positions: string }
  | { readonly kind: "features"; readonly positions: string; readonly features: number }
  | { readonly kind: "logits"; readonly positions: string; readonly vocabularySize: number };

/**
 * Shapes of all graph inputs and nodes by name, in order.
 *
 * Checks on the way that names are unique, that inputs come first, and that kinds, features and
 * positions agree.
 * @throws RangeError naming the node and the rule it breaks.
 */
export function inferShapes(
  graph: Graph,
  where: string = "inferShapes",
): ReadonlyMap<string, ValueShape> {
  const shapes = new Map<string, ValueShape>();
  for (const input of graph.inputs) {
    refuseDuplicate(shapes, input.name, where);
    shapes.set(input.name, inputShape(input));
  }
  for (const node of graph.nodes) {
    refuseDuplicate(shapes, node.name, where);
    shapes.set(node.name, nodeShape(node, new NodeInputs(node, shapes, where)));
  }
  if (!graph.nodes.some((node) => node.name === graph.output)) {
    throw new RangeError(`${where}: output must name a node, got ${quoted(graph.output)}`);
  }
  return shapes;
}

function refuseDuplicate(
  shapes: ReadonlyMap<string, ValueShape>,
  name: string,
  where: string,
): void {
  if (shapes.has(name)) throw new RangeError(`${where}: the name ${quoted(name)} must occur once`);
}

function inputShape(input: GraphInput): ValueShape {
  switch (input.kind) {
    case "tokens":
      return { kind: "tokens", positions: input.name };
    case "features":
      return { kind: "features", positions: input.name, features: input.features };
    default:
      return input satisfies never;
  }
}

function nodeShape(node: Node, inputs: NodeInputs): ValueShape {
  switch (node.op) {
    case "embedding":
      return inputs.shaped(node.features, inputs.tokens(0));
    case "sinusoidal-position":
      checkPositionTable(node, inputs);
      return inputs.shaped(node.features, inputs.features(0, node.features));
    case "layer-norm":
      inputs.check(
        node.features % node.groups === 0,
        `features (${node.features}) must be a multiple of groups (${node.groups})`,
      );
      return inputs.shaped(node.features, inputs.features(0, node.features));
    case "dense":
      return inputs.shaped(node.outFeatures, inputs.features(0, node.inFeatures));
    case "relu":
      return inputs.shaped(node.features, inputs.features(0, node.features));
    case "add":
      return inputs.shaped(node.features, addPositions(inputs, node.features));
    case "attention":
      return attentionShape(node, inputs);
    case "logits": {
      const positions = inputs.features(0, node.features);
      return { kind: "logits", positions, vocabularySize: node.vocabularySize };
    }
    default:
      return node satisfies never;
  }
}

/** 2²⁶ floats are 256 MiB: a bound, so that a few digits in a file cannot ask for a huge table. */
const maximumTableElements = 2 ** 26;

function checkPositionTable(node: SinusoidalPositionNode, inputs: NodeInputs): void {
  // The exponent i/(d/2 − 1) needs d ≥ 4.
  inputs.check(
    node.features % 2 === 0 && node.features >= 4,
    `features must be even and at least 4, got ${node.features}`,
  );
  inputs.check(
    node.maximumLength * node.features <= maximumTableElements,
    `maximumLength (${node.maximumLength}) times features (${node.features}) must be at most ${maximumTableElements}`,
  );
}

function addPositions(inputs: NodeInputs, features: number): string {
  const a = inputs.features(0, features);
  const b = inputs.features(1, features);
  inputs.check(a === b, `a and b must have the same positions, got those of "${a}" and "${b}"`);
  return a;
}

function attentionShape(node: AttentionNode, inputs: NodeInputs): ValueShape {
  const features = node.heads * node.headFeatures;
  const query = inputs.features(0, features);
  const key = inputs.features(1, features);
  const value = inputs.features(2, features);
  inputs.check(
    key === value,
    `key and value must have the same positions, got those of "${key}" and "${value}"`,
  );
  inputs.check(
    !node.causal || query === key,
    `causal attention must have keys on the positions of its queries, got "${key}" and "${query}"`,
  );
  return inputs.shaped(features, query);
}

/** The inputs of one node; each reader checks the kind and returns the positions. */
class NodeInputs {
  readonly #node: Node;
  readonly #shapes: ReadonlyMap<string, ValueShape>;
  readonly #where: string;

  constructor(node: Node, shapes: ReadonlyMap<string, ValueShape>, where: string) {
    this.#node = node;
    this.#shapes = shapes;
    this.#where = where;
  }

  tokens(index: number): string {
    const shape = this.#shape(index);
    this.check(shape.kind === "tokens", `${this.#label(index)} must be tokens, got ${shape.kind}`);
    return shape.positions;
  }

  features(index: number, features: number): string {
    const shape = this.#shape(index);
    const got = shape.kind === "features" ? `${shape.features} features` : shape.kind;
    this.check(
      shape.kind === "features" && shape.features === features,
      `${this.#label(index)} must be ${features} features, got ${got}`,
    );
    return shape.positions;
  }

  shaped(features: number, positions: string): ValueShape {
    return { kind: "features", positions, features };
  }

  check(holds: boolean, rule: string): void {
    if (!holds) throw new RangeError(`${this.#where}: ${this.#title()}: ${rule}`);
  }

  #shape(index: number): ValueShape {
    const shape = this.#shapes.get(this.#node.inputs[index]);
    if (shape === undefined) {
      throw new RangeError(
        `${this.#where}: ${this.#title()}: ${this.#label(index)} must name a graph input or an earlier node`,
      );
    }
    return shape;
  }

  #label(index: number): string {
    return `input ${quoted(this.#node.inputs[index])}`;
  }

  #title(): string {
    return `node ${quoted(this.#node.name)} (${this.#node.op})`;
  }
}
