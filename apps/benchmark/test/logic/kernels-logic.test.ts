import { expect, test } from "vitest";
import { prepareKernelLogic } from "../../src/logic/kernels-logic.ts";
import { createLogicOperands } from "../../src/logic/logic-operands.ts";
import { preparePlainLogic } from "../../src/logic/plain-logic.ts";

test.each([2, 3])(
  "more samples than go at once, of tables of %i, are those of plain JavaScript",
  async (inputsPerTable) => {
    // Two whole batches of 512, and three samples.
    const shape = { samples: 1027, inputs: 37, tables: 20, layers: 2, inputsPerTable };
    const operands = createLogicOperands(shape);
    const arms = [
      await preparePlainLogic("plain-js", operands),
      await prepareKernelLogic("bnnkit-wasm", "wasm-simd128", operands),
      await prepareKernelLogic("bnnkit-js", "js", operands),
    ];
    for (const arm of arms) await arm.run();
    const results = arms.map(async (arm) => Array.from(await arm.result()));
    const [expected, ...others] = await Promise.all(results);
    expect(new Set(expected).size).toBe(3);
    for (const actual of others) expect(actual).toEqual(expected);
    for (const arm of arms) arm.dispose();
  },
);
