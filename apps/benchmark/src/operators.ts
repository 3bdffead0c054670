import { gemmOperator } from "./gemm/gemm-operator.ts";
import { type Case, createCases } from "./operator.ts";
import { packingOperator } from "./packing/packing-operator.ts";

/** Every operator at every shape. A new operator is one more line here. */
export const cases: readonly Case[] = [
  ...createCases(gemmOperator),
  ...createCases(packingOperator),
];
