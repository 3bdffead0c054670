import { checkFinite, checkPadding, popcountWords } from "@bnnkit/core";
import { checkGolden } from "./check-golden.ts";
import { checkTensor } from "./check-tensor.ts";
import type { NodeTensor, NumberRule } from "./definition.ts";
import { isGoldenName } from "./golden.ts";
import type { ModelDescription } from "./model-description.ts";
import type { PackedModel } from "./packed-model.ts";
import { quoted } from "./quoted.ts";
import type { Tensor } from "./tensor.ts";
import type { TypedDescription, TypedNamedGraph } from "./typed-description.ts";

const where = "checkModel";

/**
 * A model that has been checked as a whole, with the types of its values; `checkModel` and `readModel` make it, and what
 * takes a `PackedModel` does not check it again. Its arrays must not change.
 */
export class CheckedModel implements PackedModel {
  readonly description: ModelDescription;
  readonly tensors: ReadonlyMap<string, Tensor>;
  readonly metadata: Readonly<Record<string, string>>;
  /** Its graphs in the order in which they run. */
  readonly graphs: readonly TypedNamedGraph[];

  /** Checks the tensors against a description that was checked.
   *  @throws TypeError or RangeError naming the tensor and, for a number, its index. */
  constructor(
    { description, graphs, tensors: specs }: TypedDescription,
    { tensors, metadata }: Omit<PackedModel, "description">,
  ) {
    this.description = description;
    this.tensors = new Map(tensors);
    this.metadata = metadata;
    this.graphs = graphs;
    for (const [name, spec] of specs) checkAgainst(name, spec, this.tensors.get(name));
    for (const [name, tensor] of this.tensors) {
      if (isGoldenName(name)) checkTensor(where, `tensor ${quoted(name)}`, tensor);
      else if (!specs.has(name)) {
        throw new RangeError(`${where}: tensor ${quoted(name)} must belong to a node`);
      }
    }
    for (const [name, spec] of specs) checkBits(name, spec, this.tensors.get(name));
    checkGolden(this);
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
  if (spec.rule !== undefined) checkRule(name, spec, spec.rule, tensor);
}

function checkCodes(name: string, codes: Int8Array): void {
  const index = codes.indexOf(-128);
  if (index >= 0) {
    throw new RangeError(
      `${where}: tensor "${name}"[${index}] must be a code in −127 … 127, got −128`,
    );
  }
}

function checkRule(name: string, { shape }: NodeTensor, rule: NumberRule, tensor: Tensor): void {
  const length = shape.at(-1) ?? 1;
  tensor.data.forEach((value, i) => {
    if (rule.holds(value, i % length === 0 ? undefined : tensor.data[i - 1])) return;
    throw new RangeError(`${where}: tensor "${name}"[${i}] must ${rule.says}, got ${value}`);
  });
}

function checkBits(
  name: string,
  { shape, columns, marked }: NodeTensor,
  tensor: Tensor | undefined,
): void {
  if (columns === undefined || tensor?.dtype !== "U32") return;
  checkPadding(where, `tensor "${name}"`, tensor.data, shape[0], columns);
  if (marked === undefined) return;
  const set = popcountWords(tensor.data);
  if (set !== marked) {
    throw new RangeError(
      `${where}: tensor "${name}" must mark ${marked}, as its code says, got ${set}`,
    );
  }
}
