import { type Code, float32 } from "@bnnkit/core";
import {
  type ActivationFunction,
  type Node,
  rowCodes,
  type Tensor,
  type Weights,
} from "@bnnkit/model";

/** A matrix of a checkpoint as a model has it: its code, and its tensors by what follows their prefix. */
export interface CheckpointMatrix {
  readonly code: Code;
  readonly parts: readonly (readonly [part: string, tensor: Tensor])[];
  /** Whether it multiplies rows that were rounded to int8 with a step of their own. */
  readonly readsCodes?: true;
}

/** A matrix of floats, `[rows, columns]`. */
export function floatMatrix(data: Float32Array, rows: number, columns: number): CheckpointMatrix {
  return { code: float32, parts: [["weights", { dtype: "F32", shape: [rows, columns], data }]] };
}

/** Nodes and tensors of the graph of a decoder; every method adds a node and returns its name. */
export class DecoderBuilder {
  readonly nodes: Node[] = [];
  readonly tensors: Map<string, Tensor> = new Map();

  /** Adds the tensors of a matrix once. */
  weights(tensor: string, { code, parts }: CheckpointMatrix): Weights {
    for (const [part, data] of parts) this.tensors.set(`${tensor}.${part}`, data);
    return { tensor, code };
  }

  embedding(name: string, ids: string, features: number, table: Weights): string {
    return this.#add({ op: "embedding", name, inputs: [ids], features, multiplier: 1, table });
  }

  position(name: string, x: string, maximumLength: number, table: Weights): string {
    return this.#add({ op: "position", name, inputs: [x], maximumLength, table });
  }

  rotaryPosition(
    name: string,
    x: string,
    shape: {
      readonly heads: number;
      readonly rotated: number;
      readonly frequencies: Weights;
      readonly maximumLength: number;
    },
  ): string {
    return this.#add({ op: "rotary-position", name, inputs: [x], ...shape });
  }

  layerNorm(
    name: string,
    x: string,
    epsilon: number,
    gamma: Float32Array,
    beta: Float32Array,
  ): string {
    this.#vector(`${name}.gamma`, gamma);
    this.#vector(`${name}.beta`, beta);
    return this.#add({ op: "layer-norm", name, inputs: [x], groups: 1, epsilon });
  }

  /** RMS norm of each of `groups` slices. */
  rmsNorm(name: string, x: string, epsilon: number, gamma: Float32Array, groups = 1): string {
    this.#vector(`${name}.gamma`, gamma);
    return this.#add({ op: "layer-norm", name, inputs: [x], groups, epsilon, centered: false });
  }

  dense(
    name: string,
    x: string,
    outFeatures: number,
    matrix: CheckpointMatrix,
    bias?: Float32Array,
  ): string {
    if (bias !== undefined) this.#vector(`${name}.bias`, bias);
    return this.product(name, matrix.readsCodes ? this.#codes(x) : x, {
      outFeatures,
      weights: this.weights(name, matrix),
      bias: bias !== undefined,
    });
  }

  /** A product with weights that are there. */
  product(
    name: string,
    x: string,
    shape: { readonly outFeatures: number; readonly weights: Weights; readonly bias: boolean },
  ): string {
    return this.#add({ op: "dense", name, inputs: [x], ...shape });
  }

  attention(name: string, [q, k, v]: readonly [string, string, string], heads: number): string {
    const probabilities = { keep: "all" } as const;
    return this.#add({
      op: "attention",
      name,
      inputs: [q, k, v],
      heads,
      causal: true,
      probabilities,
    });
  }

  /** `squared-relu`: the square of ReLU, as a product with itself. */
  activation(name: string, x: string, f: ActivationFunction | "squared-relu"): string {
    if (f !== "squared-relu") {
      return this.#add({ op: "activation", name, inputs: [x], function: f, shifts: false });
    }
    const relu = this.activation(`${name}/relu`, x, "relu");
    return this.multiply(name, relu, relu);
  }

  multiply(name: string, a: string, b: string): string {
    return this.#add({ op: "multiply", name, inputs: [a, b] });
  }

  add(name: string, a: string, b: string): string {
    return this.#add({ op: "add", name, inputs: [a, b] });
  }

  /** Rows rounded to int8, once for all products that read them. */
  #codes(x: string): string {
    const round = rowCodes(x);
    if (this.nodes.some(({ name }) => name === round.name)) return round.name;
    return this.#add(round);
  }

  #vector(name: string, data: Float32Array): void {
    this.tensors.set(name, { dtype: "F32", shape: [data.length], data });
  }

  #add(node: Node): string {
    this.nodes.push(node);
    return node.name;
  }
}
