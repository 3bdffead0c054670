import type { Code } from "@bnnkit/core";
import type { KernelReport } from "@bnnkit/kernels";
import type { NodeOp, TypedNode } from "@bnnkit/model";
import type { LoweredLayer } from "./lowered-layer.ts";

/** What a layer of the model computes with. */
export interface LayerReport {
  /** "encoder", "decoder" or "graph". */
  readonly graph: string;
  /** Name of its node. */
  readonly name: string;
  readonly op: NodeOp;
  /** Names of the nodes that are computed along with it: scales, norms or rounding behind a product, say. */
  readonly along: readonly string[];
  /** The numbers that it reads, as the description says; of ids none. */
  readonly inputs: readonly { readonly code: Code; readonly features: number }[];
  /** Of a product: what its weights are in the file. */
  readonly weights?: Code;
  /** Numbers that it gives for each row. */
  readonly outFeatures: number;
  /** The kernels of its operations, in the order of `Kernels.explain`: of an operation those of all ranges of shapes. */
  readonly kernels: readonly KernelReport[];
}

/** The layers that have run, in the order in which they were compiled, with the kernels that ran them. */
export function reportLayers(
  layers: readonly LoweredLayer[],
  kernels: readonly KernelReport[],
): readonly LayerReport[] {
  return layers
    .filter(({ operations }) => operations.size > 0)
    .map(({ graph, typed, along, operations }) => ({
      graph,
      name: typed.node.name,
      op: typed.node.op,
      along: [...along],
      inputs: typed.inputs.flatMap((input) =>
        input.kind === "numbers" ? [{ code: input.code, features: input.features }] : [],
      ),
      ...weightsOf(typed),
      outFeatures: typed.output.features,
      kernels: kernels.filter(({ operation }) => operations.has(operation)),
    }));
}

function weightsOf({ node }: TypedNode): Pick<LayerReport, "weights"> {
  if (node.op === "dense" || node.op === "convolution") return { weights: node.weights.code };
  return node.op === "embedding" ? { weights: node.table.code } : {};
}
