import { codeFrom, digitBits } from "@bnnkit/core";
import type { DenseNode, Node, Tensor } from "@bnnkit/model";
import type { LinearChain } from "./linear-chain.ts";
import { type PackedTerm, packTerm } from "./packed-matrix.ts";

/** The nodes and tensors that stand for a linear layer. */
export interface LinearNodes {
  readonly nodes: readonly Node[];
  readonly tensors: ReadonlyMap<string, Tensor>;
  /** What they take, masks, scales and offsets included, without a bias and without the bits that pad rows. */
  readonly bits: number;
}

const bitsOfFloat = digitBits.float32;

/** A chain as nodes, the last of which has the name, the bias and so the readers of the layer. */
export function linearNodes(layer: DenseNode, chain: LinearChain): LinearNodes {
  const nodes: Node[] = [];
  const tensors = new Map<string, Tensor>();
  let [x] = layer.inputs;
  let bits = 0;
  for (const [i, step] of chain.entries()) {
    const isLast = i === chain.length - 1;
    const name = isLast ? layer.name : `${layer.name}/${step.name}`;
    if (step.kind === "scales") {
      const data = Float32Array.from(step.scales);
      tensors.set(`${name}.scales`, { dtype: "F32", shape: [data.length], data });
      nodes.push({ op: "affine", name, inputs: [x], scales: true, offsets: false });
      bits += bitsOfFloat * data.length;
    } else {
      const terms = step.terms.flatMap((term) => packTerm(term, step) ?? []);
      for (const [part, tensor] of namedParts(name, terms)) tensors.set(part, tensor);
      const code = codeFrom(
        "linearNodes",
        terms.map(({ term }) => term),
      );
      const bias = isLast && layer.bias;
      const weights = { tensor: name, code };
      nodes.push({ op: "dense", name, inputs: [x], outFeatures: step.rows, weights, bias });
      for (const term of terms) bits += bitsOfTerm(term, step);
    }
    x = name;
  }
  return { nodes, tensors, bits };
}

function namedParts(
  name: string,
  terms: readonly PackedTerm[],
): readonly (readonly [string, Tensor])[] {
  return terms.flatMap(({ parts }, i) =>
    parts.map(
      ([part, tensor]) =>
        [`${terms.length === 1 ? name : `${name}.${i}`}.${part}`, tensor] as const,
    ),
  );
}

function bitsOfTerm(
  { term: { digit, sparse }, parts }: PackedTerm,
  { rows, columns }: { readonly rows: number; readonly columns: number },
): number {
  let bits = 0;
  for (const [part, tensor] of parts) {
    if (part === "scales" || part === "offsets") bits += bitsOfFloat * tensor.data.length;
  }
  if (sparse === undefined) return bits + digitBits[digit] * rows * columns;
  return "columns" in sparse
    ? bits + columns + digitBits[digit] * rows * sparse.columns
    : bits + rows * columns + digitBits[digit] * sparse.weights;
}
