import { bitAttentionOperator } from "./attention/bit-attention-operator.ts";
import { convolutionOperator } from "./convolution/convolution-operator.ts";
import { decoderLayerOperator } from "./decoder-layer/decoder-layer-operator.ts";
import { gemmOperator } from "./gemm/gemm-operator.ts";
import { logicOperator } from "./logic/logic-operator.ts";
import { ternaryOperator, w1a8Operator, w1a32Operator } from "./low-bit/low-bit-operator.ts";
import { type Case, createCases } from "./operator.ts";
import { packingOperator } from "./packing/packing-operator.ts";

/** Every operator at every shape. A new operator is one more line here. */
export const cases: readonly Case[] = [
  ...createCases(gemmOperator),
  ...createCases(w1a8Operator),
  ...createCases(ternaryOperator),
  ...createCases(w1a32Operator),
  ...createCases(decoderLayerOperator),
  ...createCases(convolutionOperator),
  ...createCases(packingOperator),
  ...createCases(bitAttentionOperator),
  ...createCases(logicOperator),
];
