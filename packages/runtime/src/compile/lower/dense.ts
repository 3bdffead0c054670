import type { Code } from "@bnnkit/core";
import { numbersAt, type TypedNode } from "@bnnkit/model";
import { codeRows } from "../code-rows.ts";
import type { Emitter } from "../emitter.ts";
import { floatRows } from "../float-rows.ts";
import type { Product, ProductOperator } from "../product/product.ts";
import { operatorFor, refuseProduct } from "../product/product-operators.ts";
import type { Value } from "../value.ts";

/** The form in which a product reads x. */
export function productForm(x: Code, weights: Code): ProductOperator["form"] | undefined {
  return operatorFor(x, weights)?.form;
}

export function refuseDense(typed: TypedNode<"dense">): string | undefined {
  return refuseProduct(numbersAt(typed, 0).code, typed.node.weights.code);
}

/** `W·x + bias`, with what its operator does on the way of the nodes behind it. */
export function lowerDense({ node, output }: TypedNode<"dense">, emitter: Emitter): Value {
  const x = readForm(node.inputs[0], node.weights.code, emitter);
  const size = { outFeatures: node.outFeatures, inFeatures: x.type.features };
  return lowerProduct({ node, output, x, size }, emitter);
}

/** A value in the form that a product with such weights reads. */
export function readForm(name: string, weights: Code, emitter: Emitter): Value {
  const value = emitter.value(name);
  const form = productForm(value.type.code, weights);
  if (form === "floats") return { ...value, floats: floatRows(name, emitter) };
  if (form === "codes") return { ...value, codes: codeRows(name, emitter) };
  return value;
}

export function lowerProduct(product: Product, emitter: Emitter): Value {
  const { node, x } = product;
  const operator = operatorFor(x.type.code, node.weights.code);
  if (operator !== undefined) return operator.lower(product, emitter);
  throw new RangeError(`lowerGraph: ${refuseProduct(x.type.code, node.weights.code)}`);
}
