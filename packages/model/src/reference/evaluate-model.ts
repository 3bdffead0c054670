import type { SequenceToSequenceDescription } from "../model-description.ts";
import { ofTask } from "../of-task.ts";
import type { PackedModel } from "../packed-model.ts";
import { evaluateGraph } from "./evaluate-graph.ts";
import { type Matrix, mapRows, matrix, rowOf } from "./matrix.ts";

/** The definition of a translation model's arithmetic: float64 throughout, signs as ±1, no cache, no batch, no fusion.
 *
 *  Slow (it computes every position of the target anew) and plain, so that it can be read beside the paper.
 *  @param source  ids that the encoder reads.
 *  @param target  ids that the decoder reads, begin first.
 *  @returns  natural log-probabilities [target.length, vocabularySize] of the token after each target position.
 *  @throws RangeError for a model of another task. */
export function evaluateModel(
  model: PackedModel,
  source: readonly number[],
  target: readonly number[],
): Matrix {
  const { encoder, decoder } = translationOf(model).graphs;
  const encoded = evaluateGraph(
    model,
    encoder,
    new Map([[encoder.inputs[0].name, column(source)]]),
  );
  const inputs = decoder.inputs.map(
    ({ name, kind }) => [name, kind === "ids" ? column(target) : encoded] as const,
  );
  const scores = evaluateGraph(model, decoder, new Map(inputs));
  return mapRows(scores, scores.columns, logSoftmax);
}

/** The most probable token after each target, followed until `end` or `maximumLength` tokens.
 *  @returns  generated ids without begin and end. */
export function greedyReference(
  model: PackedModel,
  source: readonly number[],
  maximumLength: number,
): number[] {
  const { begin, end } = translationOf(model).tokens;
  const target = [begin];
  while (target.length <= maximumLength) {
    const logProbabilities = evaluateModel(model, source, target);
    const last = rowOf(logProbabilities, target.length - 1);
    const best = last.indexOf(Math.max(...last));
    if (best === end) break;
    target.push(best);
  }
  return target.slice(1);
}

/** The definition of a language model's arithmetic: float64 throughout, every position anew.
 *
 *  @returns  natural log-probabilities [ids.length, vocabularySize] of the words at each position: the next, or the masked one.
 *  @throws RangeError for a model of another task. */
export function evaluateLanguageModel(model: PackedModel, ids: readonly number[]): Matrix {
  const { graph } = ofTask("evaluateLanguageModel", model.description, "language-model");
  const input = graph.inputs.find(({ kind }) => kind === "ids");
  const scores = evaluateGraph(model, graph, new Map([[input?.name ?? "", column(ids)]]));
  return mapRows(scores, scores.columns, logSoftmax);
}

function translationOf({ description }: PackedModel): SequenceToSequenceDescription {
  return ofTask("evaluateModel", description, "sequence-to-sequence");
}

function column(ids: readonly number[]): Matrix {
  return matrix(ids.length, 1, (row) => ids[row]);
}

function logSoftmax(row: Float64Array): Float64Array {
  const maximum = Math.max(...row);
  const logSum = Math.log(row.reduce((sum, v) => sum + Math.exp(v - maximum), 0));
  return row.map((v) => v - maximum - logSum);
}
