import { checkFinite, checkPadding } from "@bnnkit/core";
import { checkDescription } from "./check-description.ts";
import { checkTensor } from "./check-tensor.ts";
import { goldenExamples, isGoldenName } from "./golden.ts";
import { graphsOf } from "./model-description.ts";
import type { DenseNode } from "./node.ts";
import type { PackedModel } from "./packed-model.ts";
import { quoted } from "./quoted.ts";
import type { Tensor, TensorSpec } from "./tensor.ts";
import { tensorsOf } from "./tensors-of.ts";

const where = "checkModel";

/**
 * Checks a whole model: its description; that exactly the tensors of its nodes and golden examples are
 * there, each with its dtype and shape; that floats are finite, int8 codes within −127 … 127, pad bits
 * zero, and golden ids words of the vocabulary.
 *
 * @throws TypeError or RangeError naming the field, node or tensor and, for a number, its index.
 */
export function checkModel(model: PackedModel): void {
  checkDescription(model.description);
  const specs = tensorsOf(model.description);
  for (const [name, spec] of specs) checkAgainst(name, spec, model.tensors.get(name));
  for (const [name, tensor] of model.tensors) {
    if (isGoldenName(name)) checkTensor(where, `tensor ${quoted(name)}`, tensor);
    else if (!specs.has(name)) {
      throw new RangeError(`${where}: tensor ${quoted(name)} must belong to a node`);
    }
  }
  for (const { graph } of graphsOf(model.description)) {
    for (const node of graph.nodes) {
      if (node.op === "dense" && node.weightBits === 1) checkPackedWeights(node, model);
    }
  }
  goldenExamples(model);
}

function checkAgainst(name: string, spec: TensorSpec, tensor: Tensor | undefined): void {
  const expected = `${spec.dtype} [${spec.shape.join(", ")}]`;
  if (tensor === undefined) {
    throw new RangeError(`${where}: tensor "${name}" (${expected}) must be there`);
  }
  checkTensor(where, `tensor "${name}"`, tensor);
  const actual = `${tensor.dtype} [${tensor.shape.join(", ")}]`;
  if (actual !== expected) {
    throw new RangeError(`${where}: tensor "${name}" must be ${expected}, got ${quoted(actual)}`);
  }
  switch (tensor.dtype) {
    case "F32":
      checkFinite(where, `tensor "${name}"`, tensor.data);
      break;
    case "I8":
      checkCodes(name, tensor.data);
      break;
    case "I32":
    case "U32":
    case "U8":
      break;
    default:
      tensor satisfies never;
  }
}

function checkCodes(name: string, codes: Int8Array): void {
  const index = codes.indexOf(-128);
  if (index >= 0) {
    throw new RangeError(
      `${where}: tensor "${name}"[${index}] must be a code in −127 … 127, got −128`,
    );
  }
}

function checkPackedWeights(node: DenseNode, { tensors }: PackedModel): void {
  const name = `${node.name}.bits`;
  const bits = tensors.get(name);
  if (bits?.dtype === "U32") {
    checkPadding(where, `tensor "${name}"`, bits.data, node.outFeatures, node.inFeatures);
  }
}
