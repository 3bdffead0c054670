import { quoted } from "./quoted.ts";
import {
  type Domain,
  formatDomain,
  type IdsType,
  type NumbersType,
  sameDomain,
  type ValueType,
} from "./value-type.ts";

/** What messages say about a node, and what it reads. */
interface AnyNode {
  readonly op: string;
  readonly name: string;
  readonly inputs: readonly string[];
}

/** The types of what one node reads; each reader checks the kind. */
export class NodeInputs {
  readonly #node: AnyNode;
  readonly #types: ReadonlyMap<string, ValueType>;
  readonly #where: string;

  constructor(node: AnyNode, types: ReadonlyMap<string, ValueType>, where: string) {
    this.#node = node;
    this.#types = types;
    this.#where = where;
  }

  ids(index: number): IdsType {
    const type = this.type(index);
    if (type.kind === "ids") return type;
    return this.#refuse(`${this.#label(index)} must be ids, got ${type.kind}`);
  }

  numbers(index: number): NumbersType {
    const type = this.type(index);
    if (type.kind === "numbers") return type;
    return this.#refuse(`${this.#label(index)} must be numbers, got ${type.kind}`);
  }

  /** Numbers that are float32. */
  floats(index: number): NumbersType {
    const type = this.numbers(index);
    const [{ digit }] = type.code;
    this.check(digit === "float32", `${this.#label(index)} must be float32, got ${digit}`);
    return type;
  }

  /** Numbers on a map. */
  map(index: number): NumbersType & { readonly domain: Extract<Domain, { kind: "map" }> } {
    const type = this.numbers(index);
    const { domain } = type;
    if (domain.kind === "map") return { ...type, domain };
    return this.#refuse(
      `${this.#label(index)} must stand on a map, got positions of "${domain.of}"`,
    );
  }

  /** @throws RangeError unless two inputs stand on the same domain. */
  checkDomains(a: number, b: number): void {
    const [left, right] = [this.numbers(a).domain, this.numbers(b).domain];
    this.check(
      sameDomain(left, right),
      `${this.#label(a)} and ${this.#label(b)} must stand on the same rows, got those of "${formatDomain(left)}" and "${formatDomain(right)}"`,
    );
  }

  check(holds: boolean, rule: string): void {
    if (!holds) this.#refuse(rule);
  }

  /** Runs a check of another module, and names the node in what it throws. */
  attempt<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      if (error instanceof RangeError) return this.#refuse(error.message);
      throw error;
    }
  }

  type(index: number): ValueType {
    const type = this.#types.get(this.#node.inputs[index]);
    return type ?? this.#refuse(`${this.#label(index)} must name a graph input or an earlier node`);
  }

  #refuse(rule: string): never {
    throw new RangeError(`${this.#where}: ${titleOf(this.#node)}: ${rule}`);
  }

  #label(index: number): string {
    return `input ${quoted(this.#node.inputs[index])}`;
  }
}

/** A node as messages name it. */
export function titleOf({ name, op }: Omit<AnyNode, "inputs">): string {
  return `node ${quoted(name)} (${op})`;
}
