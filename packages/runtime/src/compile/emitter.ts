import type { TapeBuilder } from "@bnnkit/kernels";
import type { Addresses, Instruction, Stream, Value } from "./instruction.ts";
import type { WeightMemory } from "./weight-memory.ts";

/** What an instruction reads and writes, and how it goes onto a tape. */
export type InstructionDraft = Omit<Instruction, "stream" | "inPlace"> & {
  readonly inPlace?: readonly Value[];
  readonly emit: (tape: TapeBuilder, at: Addresses) => void;
};

/** Collects the instructions of a model, and knows which value each node has become. */
export class Emitter {
  readonly instructions: Instruction[] = [];
  readonly caches: Value[] = [];
  readonly weights: WeightMemory;
  readonly #derived = new Map<Value, Map<string, Value>>();
  #values = new Map<string, Value>();
  #streamOf: (node: string) => Stream = () => "source";

  constructor(weights: WeightMemory) {
    this.weights = weights;
  }

  /** Begins a graph: node names mean values of this graph from here on. */
  enterGraph(inputs: ReadonlyMap<string, Value>, streamOf: (node: string) => Stream): void {
    this.#values = new Map(inputs);
    this.#streamOf = streamOf;
  }

  define(node: string, value: Value): void {
    this.#values.set(node, value);
  }

  value(node: string): Value {
    const value = this.#values.get(node);
    if (value === undefined) {
      throw new RangeError(`lowerModel: "${node}" must name a node that gives floats`);
    }
    return value;
  }

  streamOf(node: string): Stream {
    return this.#streamOf(node);
  }

  /** A new value of float rows in the stream of a node. */
  floats(node: string, features: number): Value {
    return { name: node, stream: this.#streamOf(node), bytesPerRow: 4 * features };
  }

  /** Adds an instruction to the stream of what it writes (or, without that, of what it reads). */
  emit(draft: InstructionDraft): void {
    const stream = [...draft.writes, ...draft.reads][0]?.stream ?? "source";
    this.instructions.push({ inPlace: [], ...draft, stream });
  }

  /** A value computed from `x` alone, only once for each `kind`. */
  derive(x: Value, kind: string, compute: () => Value): Value {
    const known = this.#derived.get(x) ?? new Map<string, Value>();
    this.#derived.set(x, known);
    const value = known.get(kind) ?? compute();
    known.set(kind, value);
    return value;
  }
}
