import type { Isa } from "@bnnkit/kernels";
import { groupSum, truthTables } from "@bnnkit/kernels/reference";
import type { Contender } from "../arm.ts";
import type { OperatorDefinition } from "../operator.ts";
import { prepareKernelLogic } from "./kernels-logic.ts";
import {
  createLogicOperands,
  type LogicOperands,
  type LogicShape,
  logicGroups,
} from "./logic-operands.ts";
import { preparePlainLogic } from "./plain-logic.ts";

/** Samples that are compared with the definition, more than a block of slices. */
const checkedSamples = 131;

/** Networks of truth tables behind their encoder. An operation is a table evaluated. */
export const logicOperator: OperatorDefinition<LogicShape, LogicOperands> = {
  op: "truth-tables",
  shapes: [
    { shape: gates(512, 8000), origin: "logic network for MNIST: a batch of the runtime" },
    { shape: gates(4096, 8000), origin: "logic network for MNIST: 4,096 samples" },
    { shape: gates(512, 200), origin: "small logic network", isQuick: true },
    { shape: gates(1, 8000), origin: "logic network for MNIST: 1 sample" },
    { shape: lookUps(512), origin: "DWN for MNIST", isQuick: true },
    { shape: lookUps(1), origin: "DWN for MNIST: 1 sample" },
  ],
  formatShape: ({ samples, inputs, tables, layers, inputsPerTable }) =>
    `${samples}x${inputs}-${layers}x${tables}-${inputsPerTable}`,
  operationsOf: ({ samples, tables, layers }) => samples * tables * layers,
  createOperands: createLogicOperands,
  expect: ({ shape: { samples: all, inputs, inputsPerTable }, x, connections, entries }) => {
    const samples = Math.min(all, checkedSamples);
    let bits: ArrayLike<number> = x.subarray(0, samples * inputs);
    connections.forEach((ofLayer, i) => {
      const layer = { x: bits, samples, inputsPerTable, connections: ofLayer, entries: entries[i] };
      bits = truthTables(layer);
    });
    const values = groupSum(bits, samples, logicGroups);
    return { length: all * logicGroups, positions: values.map((_, i) => i), values };
  },
  contenders: [
    ours("bnnkit-wasm", "wasm-simd128"),
    ours("bnnkit-js", "js"),
    {
      name: "plain-js",
      isPeer: true,
      threads: "one",
      prepare: (operands) => preparePlainLogic("plain-js", operands),
    },
  ],
};

/** Four layers of gates of two bits. */
function gates(samples: number, tables: number): LogicShape {
  return { samples, inputs: 2352, tables, layers: 4, inputsPerTable: 2 };
}

/** A thousand tables of six bits. */
function lookUps(samples: number): LogicShape {
  return { samples, inputs: 2352, tables: 1000, layers: 1, inputsPerTable: 6 };
}

function ours(name: string, isa: Isa): Contender<LogicOperands> {
  return {
    name,
    isPeer: false,
    threads: "one",
    prepare: (operands) => prepareKernelLogic(name, isa, operands),
  };
}
