import { quoted } from "./quoted.ts";
import type { ValueShape } from "./value-shape.ts";

/** What messages say about a node, and what it reads. */
interface AnyNode {
  readonly op: string;
  readonly name: string;
  readonly inputs: readonly string[];
}

/** The inputs of one node; each reader checks the kind and returns the positions. */
export class NodeInputs {
  readonly #node: AnyNode;
  readonly #shapes: ReadonlyMap<string, ValueShape>;
  readonly #where: string;

  constructor(node: AnyNode, shapes: ReadonlyMap<string, ValueShape>, where: string) {
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

  check(holds: boolean, rule: string): void {
    if (!holds) throw new RangeError(`${this.#where}: ${titleOf(this.#node)}: ${rule}`);
  }

  #shape(index: number): ValueShape {
    const shape = this.#shapes.get(this.#node.inputs[index]);
    if (shape === undefined) {
      throw new RangeError(
        `${this.#where}: ${titleOf(this.#node)}: ${this.#label(index)} must name a graph input or an earlier node`,
      );
    }
    return shape;
  }

  #label(index: number): string {
    return `input ${quoted(this.#node.inputs[index])}`;
  }
}

/** A node as messages name it. */
export function titleOf({ name, op }: Omit<AnyNode, "inputs">): string {
  return `node ${quoted(name)} (${op})`;
}
