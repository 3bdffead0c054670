import type { NumbersType, Weights } from "@bnnkit/model";
import type { Emitter } from "../emitter.ts";
import type { Form, Value } from "../value.ts";

/** A dense layer at each row of a value: itself, or a convolution whose patches lie in rows. */
export interface Product {
  readonly node: ProductNode;
  readonly output: NumbersType;
  /** As long as a row of the weights. */
  readonly x: Value;
  readonly size: { readonly outFeatures: number; readonly inFeatures: number };
}

/** What nodes of products have in common. */
export interface ProductNode {
  readonly name: string;
  readonly outFeatures: number;
  readonly weights: Weights;
  readonly bias: boolean;
}

/** How the product of two codes runs. */
export interface ProductOperator {
  /** The form in which it reads x. */
  readonly form: Exclude<Form, "ints" | "rowScales">;
  readonly lower: (product: Product, emitter: Emitter) => Value;
}
