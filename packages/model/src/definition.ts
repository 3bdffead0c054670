import type { Digit } from "@bnnkit/core";
import type { DescriptionFields } from "./description-fields.ts";
import type { NodeInputs } from "./node-inputs.ts";
import type { TensorSpec } from "./tensor.ts";
import type { NumbersType, ValueType } from "./value-type.ts";
import type { Work } from "./work.ts";

/** All that this package knows about one op; it stands with the op's type in `nodes/<op>.ts`. */
export interface Definition<N> {
  /** Reads a node; every field is checked for kind and range. What is left over is refused by the caller.
   *  @throws TypeError or RangeError naming the field. */
  decode(fields: DescriptionFields): N;
  /** Type of its value. @throws RangeError for a rule that the node or one of its inputs breaks. */
  infer(node: N, inputs: NodeInputs): NumbersType;
  /** Its tensors by name. */
  tensors(typed: Typed<N>): ReadonlyMap<string, NodeTensor>;
  /** The multiply-accumulates of its products. */
  work(typed: Typed<N>): Work;
  /** The rule that it breaks in a model whose graphs are run on so many positions. */
  misfit?(typed: Typed<N>, maximumLength: number): string | undefined;
}

/** A node with what was inferred around it. */
export interface Typed<N> {
  readonly node: N;
  readonly inputs: readonly ValueType[];
  readonly output: NumbersType;
}

/** A tensor of a node, and what its numbers are. */
export interface NodeTensor extends TensorSpec {
  /** What each of its elements (or bits) is as a parameter; absent for scales, and for the second plane of a digit. */
  readonly digit?: Digit;
  /** How many numbers of the model its digits are, if not one for each: none where another tensor has their first digits. */
  readonly numbers?: number;
  /** Of packed bits: columns of a row, without the bits that pad it. */
  readonly columns?: number;
  /** Of masks: how many bits are set. */
  readonly marked?: number;
  /** What its numbers must be beyond their element type. */
  readonly rule?: NumberRule;
  /** Who owns it, as error messages name it, where nodes may share it; by default the node alone. */
  readonly owner?: string;
}

/** A rule for each number of a tensor. */
export interface NumberRule {
  /** What a number must do, as messages say it: "be …". */
  readonly says: string;
  /** @param before  The number before it in the last axis. */
  holds(value: number, before: number | undefined): boolean;
}

/** Of a node without tensors. */
export const noTensors: ReadonlyMap<string, NodeTensor> = new Map();

/** The type of an input that is numbers, as inference found it.
 *  @throws RangeError for an input that is ids, which no node but an embedding reads. */
export function numbersAt({ inputs }: Pick<Typed<unknown>, "inputs">, index: number): NumbersType {
  const type = inputs[index];
  if (type?.kind === "numbers") return type;
  throw new RangeError(`numbersAt: input ${index} must be numbers, got ${type?.kind}`);
}

/** F32 [features] tensors of a node, one for each part: `name.part`. */
export function featureTensors(
  name: string,
  features: number,
  parts: readonly string[],
): ReadonlyMap<string, NodeTensor> {
  const spec: NodeTensor = { dtype: "F32", shape: [features], digit: "float32" };
  return new Map(parts.map((part) => [`${name}.${part}`, spec]));
}
