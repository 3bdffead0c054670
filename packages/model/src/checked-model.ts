import { checkFinite, checkPadding } from "@bnnkit/core";
import { checkTensor } from "./check-tensor.ts";
import type { NodeTensor } from "./definition.ts";
import { goldenExamples, isGoldenName } from "./golden.ts";
import type { Graph } from "./graph.ts";
import type { ModelDescription } from "./model-description.ts";
import type { PackedModel } from "./packed-model.ts";
import { quoted } from "./quoted.ts";
import type { Tensor } from "./tensor.ts";
import type { TypedDescription } from "./typed-description.ts";
import type { ValueShape } from "./value-shape.ts";

const where = "checkModel";

/**
 * A model that has been checked as a whole, with the shapes of its values; `checkModel` and `readModel` make it, and what
 * takes a `PackedModel` does not check it again. Its arrays must not change.
 */
export class CheckedModel implements PackedModel {
  readonly description: ModelDescription;
  readonly tensors: ReadonlyMap<string, Tensor>;
  readonly metadata: Readonly<Record<string, string>>;
  readonly #shapes: TypedDescription["shapes"];

  /** Checks the tensors against a description that was checked.
   *  @throws TypeError or RangeError naming the tensor and, for a number, its index. */
  constructor(
    { description, shapes, tensors: specs }: TypedDescription,
    { tensors, metadata }: Omit<PackedModel, "description">,
  ) {
    this.description = description;
    this.tensors = new Map(tensors);
    this.metadata = metadata;
    this.#shapes = shapes;
    for (const [name, spec] of specs) checkAgainst(name, spec, this.tensors.get(name));
    for (const [name, tensor] of this.tensors) {
      if (isGoldenName(name)) checkTensor(where, `tensor ${quoted(name)}`, tensor);
      else if (!specs.has(name)) {
        throw new RangeError(`${where}: tensor ${quoted(name)} must belong to a node`);
      }
    }
    for (const [name, spec] of specs) checkBits(name, spec, this.tensors.get(name));
    goldenExamples(this);
  }

  /** Shapes of the inputs and nodes of one of its graphs by name. @throws RangeError for another graph. */
  shapesOf(graph: Graph): ReadonlyMap<string, ValueShape> {
    const shapes = this.#shapes.get(graph);
    if (shapes === undefined) throw new RangeError("shapesOf: graph must be one of the model's");
    return shapes;
  }
}

function checkAgainst(name: string, spec: NodeTensor, tensor: Tensor | undefined): void {
  const expected = `${spec.dtype} [${spec.shape.join(", ")}]`;
  if (tensor === undefined) {
    throw new RangeError(`${where}: tensor "${name}" (${expected}) must be there`);
  }
  checkTensor(where, `tensor "${name}"`, tensor);
  const actual = `${tensor.dtype} [${tensor.shape.join(", ")}]`;
  if (actual !== expected) {
    throw new RangeError(`${where}: tensor "${name}" must be ${expected}, got ${quoted(actual)}`);
  }
  if (tensor.dtype === "F32") checkFinite(where, `tensor "${name}"`, tensor.data);
  if (tensor.dtype === "I8") checkCodes(name, tensor.data);
}

function checkCodes(name: string, codes: Int8Array): void {
  const index = codes.indexOf(-128);
  if (index >= 0) {
    throw new RangeError(
      `${where}: tensor "${name}"[${index}] must be a code in −127 … 127, got −128`,
    );
  }
}

function checkBits(name: string, { shape, columns }: NodeTensor, tensor: Tensor | undefined): void {
  if (columns === undefined || tensor?.dtype !== "U32") return;
  checkPadding(where, `tensor "${name}"`, tensor.data, shape[0], columns);
}
