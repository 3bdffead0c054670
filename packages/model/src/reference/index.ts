export { evaluateGraph, evaluateModel, greedyReference } from "./evaluate-model.ts";
export { element, type Matrix, rowOf } from "./matrix.ts";
export { type Weights, weightsOf } from "./weights.ts";
