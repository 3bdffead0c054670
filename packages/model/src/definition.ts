import type { DescriptionFields } from "./description-fields.ts";
import type { NodeMacs } from "./mac-counts.ts";
import type { NodeInputs } from "./node-inputs.ts";
import type { TensorSpec } from "./tensor.ts";
import type { ValueShape } from "./value-shape.ts";

/** All that this package knows about one op; it stands with the op's type in `nodes/<op>.ts`. */
export interface Definition<N> {
  /** Reads a node; every field is checked for kind and range. What is left over is refused by the caller.
   *  @throws TypeError or RangeError naming the field. */
  decode(fields: DescriptionFields): N;
  /** Shape of its value. @throws RangeError for a rule that the node or one of its inputs breaks. */
  infer(node: N, inputs: NodeInputs): ValueShape;
  /** Its tensors by name. */
  tensors(node: N): ReadonlyMap<string, NodeTensor>;
  /** The multiply-accumulates of its matrix products. */
  macs(node: N): NodeMacs;
  /** Who owns its tensors, as error messages name it, where nodes may share them; by default the node alone. */
  owner?(node: N): string;
  /** The rule that it breaks in a model of these sizes. */
  misfit?(node: N, sizes: ModelSizes): string | undefined;
}

/** A tensor of a node, and what its numbers are. */
export interface NodeTensor extends TensorSpec {
  /** Scales belong to the parameters that they serve, and are not counted. */
  readonly role: "parameter" | "scale";
  /** Of packed bits: columns of a row, without the bits that pad it. */
  readonly columns?: number;
}

/** Sizes of a model that its nodes have to fit. */
export interface ModelSizes {
  readonly vocabularySize: number;
  readonly maximumLength: number;
}

/** Of a node without tensors. */
export const noTensors: ReadonlyMap<string, NodeTensor> = new Map();
