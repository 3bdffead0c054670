export { evaluateGraph, evaluateValues } from "./evaluate-graph.ts";
export { evaluateModel, greedyReference } from "./evaluate-model.ts";
export { element, type Matrix, matrix, rowOf } from "./matrix.ts";
