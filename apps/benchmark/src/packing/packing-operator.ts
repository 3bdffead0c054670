import { packBipolar } from "@bnnkit/core";
import type { Isa } from "@bnnkit/kernels";
import { signPackShift } from "@bnnkit/kernels/reference";
import type { Contender } from "../arm.ts";
import type { OperatorDefinition } from "../operator.ts";
import { type PackingKind, prepareKernelPacking } from "./kernels-packing.ts";
import {
  createPackingOperands,
  type PackingOperands,
  type PackingShape,
} from "./packing-operands.ts";
import { prepareCopy, preparePlainPacking } from "./plain-packing.ts";

/** Signs of floats to bits. An operation is a float packed. */
export const packingOperator: OperatorDefinition<PackingShape, PackingOperands> = {
  op: "sign-and-pack",
  shapes: [
    { shape: { rows: 1024, features: 1024 }, origin: "square" },
    { shape: { rows: 64, features: 1024 }, origin: "with its copy in a second-level cache" },
    { shape: { rows: 1024, features: 16384 }, origin: "larger than caches" },
    { shape: { rows: 32, features: 512 }, origin: "Transformer base: 32 tokens" },
    { shape: { rows: 32, features: 256 }, origin: "model-en-de: 32 tokens", isQuick: true },
    { shape: { rows: 1, features: 1024 }, origin: "model-en-de: hidden, 1 token" },
    { shape: { rows: 1, features: 256 }, origin: "model-en-de: 1 token", isQuick: true },
    { shape: { rows: 196, features: 512 }, origin: "ReActNet: 14×14 map" },
  ],
  formatShape: ({ rows, features }) => `${rows}x${features}`,
  operationsOf: ({ rows, features }) => rows * features,
  createOperands: createPackingOperands,
  expect: ({ shape: { rows, features }, x }) => {
    const { words } = packBipolar(signPackShift(x, rows, features), rows, features);
    return { length: words.length, positions: words.map((_, i) => i), values: words };
  },
  contenders: [
    ours("bnnkit-wasm", "wasm-simd128", "signs"),
    ours("bnnkit-wasm-shift", "wasm-simd128", "shift"),
    ours("bnnkit-wasm-token-maximum", "wasm-simd128", "token-maximum"),
    ours("bnnkit-wasm-int8", "wasm-simd128", "int8"),
    ours("bnnkit-js", "js", "signs"),
    {
      name: "pack-js",
      isPeer: true,
      threads: "one",
      prepare: (operands) => preparePlainPacking("pack-js", operands),
    },
    {
      name: "copy",
      isPeer: true,
      threads: "one",
      prepare: (operands) => prepareCopy("copy", operands),
    },
  ],
};

function ours(name: string, isa: Isa, kind: PackingKind): Contender<PackingOperands> {
  return {
    name,
    isPeer: false,
    threads: "one",
    prepare: (operands) => prepareKernelPacking(name, { isa, kind }, operands),
  };
}
