import type { Graph, Tensor, TypedGraph, TypedNode } from "@bnnkit/model";
import {
  type Coded,
  codedFloats,
  evaluateNode,
  matrix,
  realOf,
  tensorReader,
} from "@bnnkit/model/reference";

/** The values of a graph for some texts, node after node. A value is forgotten when the last node that reads it has been evaluated. */
export class CalibrationValues {
  readonly #texts: readonly Map<string, Coded>[];
  readonly #tensors: ReadonlyMap<string, Tensor>;
  readonly #readers = new Map<string, number>();

  constructor(
    { graph, nodes }: TypedGraph,
    tensors: ReadonlyMap<string, Tensor>,
    texts: readonly (readonly number[])[],
  ) {
    this.#tensors = tensors;
    for (const { node } of nodes) {
      for (const input of node.inputs)
        this.#readers.set(input, (this.#readers.get(input) ?? 0) + 1);
    }
    const ids = idsOf(graph);
    this.#texts = texts.map((text) => {
      const column = matrix(text.length, 1, (row) => text[row]);
      return new Map([[ids, codedFloats(column)]]);
    });
  }

  /** The numbers of a value in each text, `[rows, features]`. */
  rowsOf(name: string): readonly Float64Array[] {
    return this.#texts.map((values) => realOf(valueIn(values, name)).data);
  }

  /** Evaluates a node by its definition. */
  evaluate(typed: TypedNode): void {
    const tensors = tensorReader({ tensors: this.#tensors });
    for (const values of this.#texts) {
      const value = (name: string): Coded => valueIn(values, name);
      values.set(typed.node.name, evaluateNode(typed, { value, tensors }));
    }
    this.#forget(typed);
  }

  /** Sets the value of a node that has become something else. */
  put(typed: TypedNode, rows: readonly Float64Array[], features: number): void {
    for (const [i, values] of this.#texts.entries()) {
      const data = rows[i];
      values.set(
        typed.node.name,
        codedFloats({ rows: data.length / features, columns: features, data }),
      );
    }
    this.#forget(typed);
  }

  #forget({ node }: TypedNode): void {
    for (const input of node.inputs) {
      const left = (this.#readers.get(input) ?? 0) - 1;
      this.#readers.set(input, left);
      if (left === 0) for (const values of this.#texts) values.delete(input);
    }
  }
}

function valueIn(values: ReadonlyMap<string, Coded>, name: string): Coded {
  const value = values.get(name);
  if (value === undefined) throw new RangeError(`binarizeLanguageModel: no value for "${name}"`);
  return value;
}

function idsOf({ inputs }: Graph): string {
  return inputs.find(({ kind }) => kind === "ids")?.name ?? "";
}
