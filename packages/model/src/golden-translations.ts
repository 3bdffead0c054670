import { checkFinite, checkIndex } from "@bnnkit/core";
import { isGoldenName, goldenPrefix as prefix } from "./golden.ts";
import type { SequenceToSequenceDescription } from "./model-description.ts";
import { ofTask } from "./of-task.ts";
import type { PackedModel } from "./packed-model.ts";
import { quoted, quotedList } from "./quoted.ts";
import type { Tensor } from "./tensor.ts";

/** A sentence with the translation that the model gave for it when it was written. */
export interface GoldenTranslation {
  /** Ids as the encoder reads them. */
  readonly source: Int32Array;
  /** Ids from begin on; the decoder reads all but the last. */
  readonly target: Int32Array;
  /** Natural logarithm of the probability of target[i + 1] given target[0 … i]. */
  readonly logProbabilities: Float32Array;
}

/** The tensors `golden/<i>/source`, `/target` and `/log-probabilities` of examples, to put into a model. */
export function goldenTranslationTensors(
  examples: readonly GoldenTranslation[],
): ReadonlyMap<string, Tensor> {
  const tensors = new Map<string, Tensor>();
  examples.forEach(({ source, target, logProbabilities }, i) => {
    tensors.set(`${prefix}${i}/source`, { dtype: "I32", shape: [source.length], data: source });
    tensors.set(`${prefix}${i}/target`, { dtype: "I32", shape: [target.length], data: target });
    tensors.set(`${prefix}${i}/log-probabilities`, {
      dtype: "F32",
      shape: [logProbabilities.length],
      data: logProbabilities,
    });
  });
  return tensors;
}

/**
 * The golden examples of a translation model, in order.
 *
 * @throws RangeError for a model of another task, and naming a golden tensor that is missing, extra, of the wrong shape, or holds an id
 *   or number that cannot be.
 */
export function goldenTranslations(model: PackedModel): readonly GoldenTranslation[] {
  const { tensors } = model;
  const description = ofTask("goldenTranslations", model.description, "sequence-to-sequence");
  const names = [...tensors.keys()].filter(isGoldenName);
  const examples: GoldenTranslation[] = [];
  while (tensors.has(`${prefix}${examples.length}/source`)) {
    const title = `${prefix}${examples.length}`;
    const source = idVector(tensors, `${title}/source`);
    const target = idVector(tensors, `${title}/target`);
    const logProbabilities = floatVector(tensors, `${title}/log-probabilities`);
    const example = { source, target, logProbabilities };
    checkExample(example, title, description);
    examples.push(example);
  }
  const expected = goldenTranslationTensors(examples);
  for (const name of names) {
    if (!expected.has(name)) {
      throw new RangeError(
        `goldenTranslations: tensor ${quoted(name)} must belong to one of the ${examples.length} examples numbered from 0`,
      );
    }
  }
  return examples;
}

function idVector(tensors: PackedModel["tensors"], name: string): Int32Array {
  const tensor = tensors.get(name);
  if (tensor?.dtype === "I32" && tensor.shape.length === 1) return tensor.data;
  throw wrongVector(name, "I32", tensor);
}

function floatVector(tensors: PackedModel["tensors"], name: string): Float32Array {
  const tensor = tensors.get(name);
  if (tensor?.dtype === "F32" && tensor.shape.length === 1) return tensor.data;
  throw wrongVector(name, "F32", tensor);
}

function wrongVector(name: string, dtype: string, tensor: Tensor | undefined): RangeError {
  const got = tensor === undefined ? "nothing" : `${tensor.dtype} ${quotedList(tensor.shape)}`;
  return new RangeError(`goldenTranslations: tensor "${name}" must be ${dtype} [n], got ${got}`);
}

function checkExample(
  { source, target, logProbabilities }: GoldenTranslation,
  title: string,
  { maximumLength, tokens }: SequenceToSequenceDescription,
): void {
  checkCount(`${title}/source`, source.length, 1, maximumLength);
  checkCount(`${title}/target`, target.length, 2, maximumLength + 1);
  checkCount(`${title}/log-probabilities`, logProbabilities.length, target.length - 1);
  checkIds(`${title}/source`, source, tokens.vocabularySize);
  checkIds(`${title}/target`, target, tokens.vocabularySize);
  checkFinite("goldenTranslations", `${title}/log-probabilities`, logProbabilities);
}

function checkCount(name: string, count: number, minimum: number, maximum = minimum): void {
  if (count >= minimum && count <= maximum) return;
  const range = minimum === maximum ? `${minimum}` : `${minimum} to ${maximum}`;
  throw new RangeError(`goldenTranslations: ${name} must have ${range} elements, got ${count}`);
}

function checkIds(name: string, ids: Int32Array, vocabularySize: number): void {
  ids.forEach((id, i) => {
    checkIndex("goldenTranslations", `${name}[${i}]`, id, "vocabularySize", vocabularySize);
  });
}
