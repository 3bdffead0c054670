import type { Code } from "@bnnkit/core";
import type { TapeBuilder } from "@bnnkit/kernels";
import { formatCode, numbersAt, type TypedNode } from "@bnnkit/model";
import { type Emitter, type FloatValue, rowsAs } from "../emitter.ts";
import type { Addresses, Rows, Value } from "../value.ts";
import { isRelu } from "./activation.ts";

/** How a product of two codes runs. */
interface ProductOperator {
  /** The form in which it reads x. */
  readonly form: "floats" | "bits" | "codes";
  /** Whether it can add a bias and apply ReLU itself. */
  readonly hasOutputStage: boolean;
  readonly lower: (product: Product, emitter: Emitter) => ProductDraft;
}

interface Product {
  readonly node: TypedNode<"dense">["node"];
  readonly x: Value;
  readonly size: { readonly outFeatures: number; readonly inFeatures: number };
}

interface ProductDraft {
  readonly reads: readonly Rows[];
  readonly emit: (tape: TapeBuilder, at: Addresses, shared: SharedOperands) => void;
}

/** What all products are told. */
interface SharedOperands {
  readonly outFeatures: number;
  readonly inFeatures: number;
  readonly rows: number;
  readonly bias: number;
  readonly relu: boolean;
  readonly out: number;
}

/** The operator for the code of x and the code of the weights. */
const operators: Readonly<Record<string, ProductOperator>> = {
  "row·bipolar × row·bipolar": { form: "bits", hasOutputStage: true, lower: multiplyBits },
  "row·bipolar × float32": { form: "floats", hasOutputStage: true, lower: multiplyFloats },
  "float32 × row·bipolar": { form: "floats", hasOutputStage: true, lower: addSigned },
  "float32 × float32": { form: "floats", hasOutputStage: true, lower: multiplyFloats },
  "row·int8 × row·int8": { form: "codes", hasOutputStage: false, lower: multiplyCodes },
};

function operatorFor(x: Code, weights: Code): ProductOperator | undefined {
  return operators[`${formatCode(x)} × ${formatCode(weights)}`];
}

/** The form in which a product reads x. */
export function productForm(x: Code, weights: Code): ProductOperator["form"] | undefined {
  return operatorFor(x, weights)?.form;
}

export function refuseDense(typed: TypedNode<"dense">): string | undefined {
  const { code } = numbersAt(typed, 0);
  const { weights, bias } = typed.node;
  const operator = operatorFor(code, weights.code);
  if (operator === undefined) {
    return `it has no product of ${formatCode(code)} and ${formatCode(weights.code)}; it has ${Object.keys(operators).join(", ")}`;
  }
  return bias && !operator.hasOutputStage ? "a product of int8 numbers has no bias" : undefined;
}

/** `W·x + bias`, with a ReLU that alone reads it in the same pass. */
export function lowerDense(typed: TypedNode<"dense">, emitter: Emitter): FloatValue {
  const { node, output } = typed;
  const x = emitter.value(node.inputs[0]);
  const operator = operatorFor(x.type.code, node.weights.code);
  if (operator === undefined) throw new RangeError(`lowerGraph: ${refuseDense(typed)}`);
  const follower = emitter.follower(node.name);
  const relu =
    operator.hasOutputStage && follower?.node.op === "activation" && isRelu(follower.node)
      ? follower.node
      : undefined;
  const name = relu?.name ?? node.name;
  const out = emitter.floats(name, output);
  const size = { outFeatures: node.outFeatures, inFeatures: x.type.features };
  const bias = node.bias ? emitter.weights.floats(`${node.name}.bias`) : 0;
  const { reads, emit } = operator.lower({ node, x, size }, emitter);
  emitter.emit({
    node: name,
    reads,
    writes: [out.floats],
    emit: (tape, at) => {
      const [rows, floats] = [at.rows(out.space), at.offset(out.floats)];
      emit(tape, at, { ...size, rows, bias, relu: relu !== undefined, out: floats });
    },
  });
  if (relu !== undefined) emitter.define(relu.name, out);
  return out;
}

/** One-bit weights and activations: exact integer dots, scaled per row and per column. */
function multiplyBits({ node, x, size }: Product, { weights: memory }: Emitter): ProductDraft {
  const [bits, rowScales] = [rowsAs(x, "bits"), rowsAs(x, "rowScales")];
  const weights = memory.signByteLanes(node.weights, size);
  const columnScales = memory.floats(`${node.weights.tensor}.scales`);
  return {
    reads: [bits, rowScales],
    emit: (tape, { offset }, shared) =>
      tape.bgemm({
        ...shared,
        bits: offset(bits),
        rowScales: offset(rowScales),
        weights,
        columnScales,
      }),
  };
}

/** One-bit weights, float activations: additions and subtractions. */
function addSigned({ node, x, size }: Product, { weights: memory }: Emitter): ProductDraft {
  const floats = rowsAs(x, "floats");
  const weights = memory.signLanes(node.weights, size);
  const columnScales = memory.floats(`${node.weights.tensor}.scales`);
  return {
    reads: [floats],
    emit: (tape, { offset }, shared) =>
      tape.signWeightGemm({ ...shared, x: offset(floats), weights, columnScales }),
  };
}

function multiplyFloats({ node, x, size }: Product, { weights: memory }: Emitter): ProductDraft {
  const floats = rowsAs(x, "floats");
  const weights = memory.floatLanes(node.weights, size);
  return {
    reads: [floats],
    emit: (tape, { offset }, shared) => tape.gemmFloat32({ ...shared, x: offset(floats), weights }),
  };
}

/** int8 on both sides: exact integer dots, scaled per row and per column. */
function multiplyCodes({ node, x }: Product, { weights: memory }: Emitter): ProductDraft {
  const [codes, rowScales] = [rowsAs(x, "codes"), rowsAs(x, "rowScales")];
  const weights = memory.codes(`${node.weights.tensor}.codes`);
  const columnScales = memory.floats(`${node.weights.tensor}.scales`);
  return {
    reads: [codes, rowScales],
    emit: (tape, { offset }, { outFeatures, inFeatures, rows, out }) =>
      tape.gemmInt8({
        codes: offset(codes),
        weights,
        rowScales: offset(rowScales),
        columnScales,
        rows,
        outFeatures,
        inFeatures,
        out,
      }),
  };
}
