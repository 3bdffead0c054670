/**
 * The definition of every op in float64: the one oracle that interpreters are compared with.
 *
 * @module @bnnkit/model/reference
 */

export { type Coded, type CodedTerm, codedFloats, realOf } from "./coded.ts";
export { codedWeights, unpackRows } from "./coded-weights.ts";
export { type Evaluation, evaluateGraph, evaluateNode, evaluateValues } from "./evaluate-graph.ts";
export { evaluateLanguageModel, evaluateModel, greedyReference } from "./evaluate-model.ts";
export { element, type Matrix, matrix, rowOf } from "./matrix.ts";
export { type TensorReader, tensorReader } from "./tensor-reader.ts";
