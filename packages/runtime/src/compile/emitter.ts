import { type OperationName, sliceBytes, type TapeBuilder } from "@bnnkit/kernels";
import {
  type Domain,
  formatDomain,
  type NumbersType,
  type TypedNamedGraph,
  type TypedNode,
  vectorDomain,
} from "@bnnkit/model";
import type { LoweredLayer } from "./lowered-layer.ts";
import { needed, readersOf } from "./readers.ts";
import type { Addresses, Form, Instruction, RowSpace, Rows, Value } from "./value.ts";
import type { WeightMemory } from "./weight-memory.ts";

/** What an instruction reads and writes, and how it goes onto a tape. */
export type InstructionDraft = Omit<Instruction, "layer" | "space" | "inPlace"> & {
  readonly inPlace?: readonly Rows[];
  readonly emit: (tape: TapeBuilder, at: Addresses) => void;
};

/** The rows that values over a domain have. */
export type SpaceOf = (domain: Domain) => RowSpace;

/** What a graph is lowered in. */
export interface GraphSurroundings {
  /** What its inputs of numbers are; ids are found at the addresses of a tape. */
  readonly inputs: ReadonlyMap<string, Value>;
  readonly spaceOf: SpaceOf;
}

const noSpace: SpaceOf = () => {
  throw new RangeError("lowerGraph: no graph was entered");
};

/** Collects the instructions of graphs, and knows what each of their values has become. */
export class Emitter {
  readonly instructions: Instruction[] = [];
  /** What each node that was lowered has become. */
  readonly layers: LoweredLayer[] = [];
  /** Rows of earlier steps, one for each slot. */
  readonly caches: Map<Rows, Rows> = new Map();
  readonly weights: WeightMemory;
  readonly #made = new Map<Rows, readonly Rows[]>();
  readonly #isCached: (space: RowSpace) => boolean;
  #spaceOf: SpaceOf = noSpace;
  #values = new Map<string, Value>();
  #readers: ReadonlyMap<string, readonly TypedNode[]> = new Map();
  #output = "";
  #graph = "";
  #layer: LoweredLayer | undefined;

  /** @param isCached  Whether rows of a space come one step at a time, so that attention has to keep them. */
  constructor(weights: WeightMemory, isCached: (space: RowSpace) => boolean = () => false) {
    this.weights = weights;
    this.#isCached = isCached;
  }

  /** What is made of rows and serves all that read them, as tables for products by look-up; made when it is first asked for.
   *  @param space  How the memory is cut into rows: a whole map may be one of them.
   *  @param what  says what is made, and with the name of the rows what that is called. */
  rowsMadeOf(rows: Rows, space: RowSpace, what: string, make: (name: string) => Rows): Rows {
    const name = `${rows.name} ${what}`;
    const all = this.#made.get(rows) ?? [];
    const known = all.find((made) => made.space === space && made.name === name);
    if (known !== undefined) return known;
    const made = make(name);
    this.#made.set(rows, [...all, made]);
    return made;
  }

  /** Begins a graph: names mean values of this graph from here on.
   *  @returns the nodes that its output needs, in order. */
  enterGraph(typed: TypedNamedGraph, { inputs, spaceOf }: GraphSurroundings): readonly TypedNode[] {
    const nodes = needed(typed);
    this.#spaceOf = spaceOf;
    this.#values = new Map(inputs);
    this.#readers = readersOf(nodes);
    this.#output = typed.graph.output;
    this.#graph = typed.name;
    return nodes;
  }

  /** Lowers a node by `lower`, to whose layer everything belongs that is emitted and defined meanwhile. */
  enterNode(typed: TypedNode, lower: () => Value): void {
    const { name } = typed.node;
    const layer = { graph: this.#graph, typed, along: [], operations: new Set<OperationName>() };
    this.layers.push(layer);
    this.#layer = layer;
    this.define(name, lower());
    this.#layer = undefined;
  }

  define(name: string, value: Value): void {
    this.#values.set(name, value);
    if (this.#layer !== undefined && this.#layer.typed.node.name !== name) {
      this.#layer.along.push(name);
    }
  }

  isDefined(name: string): boolean {
    return this.#values.has(name);
  }

  value(name: string): Value {
    const value = this.#values.get(name);
    if (value === undefined) throw new RangeError(`lowerGraph: no value for "${name}"`);
    return value;
  }

  /** Everything that reads a value. */
  readers(name: string): readonly TypedNode[] {
    return this.#readers.get(name) ?? [];
  }

  isOutput(name: string): boolean {
    return name === this.#output;
  }

  /** The one node that reads a value, which may be computed together with it; undefined if there are others, or if the graph
   *  returns the value. */
  follower(name: string): TypedNode | undefined {
    const [first, second] = this.readers(name);
    return second === undefined && !this.isOutput(name) ? first : undefined;
  }

  spaceOf(domain: Domain): RowSpace {
    return this.#spaceOf(domain);
  }

  isCached(space: RowSpace): boolean {
    return this.#isCached(space);
  }

  /** New rows over the domain of a type. */
  rows(name: string, { domain }: NumbersType, bytesPerRow: number): Rows {
    return { name, space: this.#spaceOf(domain), bytesPerRow };
  }

  /** New slices, each one bit of every sample. */
  slices(name: string, count: number): Rows {
    return { name, space: this.samples, bytesPerRow: sliceBytes(1) * count, slices: count };
  }

  /** A new value of float rows. */
  floats(name: string, type: NumbersType): FloatValue {
    const floats = this.rows(name, type, 4 * type.features);
    return { type, space: floats.space, floats };
  }

  /** A new value of int32 rows. */
  ints(name: string, type: NumbersType): IntValue {
    const ints = this.rows(name, type, 4 * type.features);
    return { type, space: ints.space, ints };
  }

  /** The space of one row for each sample, which counts them. */
  get samples(): RowSpace {
    return this.#spaceOf(vectorDomain);
  }

  /** Adds an instruction over the space of what it writes (or, without that, of what it reads). */
  emit(draft: InstructionDraft): void {
    const space = [...draft.writes, ...draft.reads][0]?.space;
    if (space === undefined) throw new RangeError(`lowerGraph: "${draft.node}" has no rows`);
    this.instructions.push({ inPlace: [], ...draft, space, layer: this.#layer });
  }
}

/** A value that is there as floats. */
export type FloatValue = Value & { readonly floats: Rows };

/** A value that is there as exact sums. */
export type IntValue = Value & { readonly ints: Rows };

/** The rows of a value in a form. @throws RangeError if nobody foresaw that a reader wants it. */
export function rowsAs(value: Value, form: Form): Rows {
  const rows = value[form];
  if (rows !== undefined) return rows;
  throw new RangeError(
    `lowerGraph: a value over "${formatDomain(value.type.domain)}" must be there as ${form}`,
  );
}
