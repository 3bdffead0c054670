import { expect, test } from "vitest";
import { GoldenData } from "../src/golden/golden-data.ts";
import { writeGoldenTape } from "../src/golden/golden-tape.ts";
import { GOLDEN_BYTES } from "../src/golden/prove-engine.ts";
import { createKernels, TapeBuilder } from "../src/index.ts";
import { isas } from "./arena-fixture.ts";

/** Operations whose JavaScript kernel may use Math.exp, so that its last bit may differ. */
const exponentials = new Set(["attention", "logSoftmaxTopK"]);

test("every instruction set gives the same bits wherever no exponential is taken", async () => {
  const [first, ...others] = await Promise.all(
    isas.map(async (isa) => {
      const kernels = await createKernels({ isa, maximumBytes: GOLDEN_BYTES });
      const data = new GoldenData(kernels);
      const tape = new TapeBuilder(kernels);
      writeGoldenTape(tape, data);
      kernels.run(tape.build());
      return data.outputs().filter(({ operation }) => !exponentials.has(operation));
    }),
  );
  expect(first.length).toBeGreaterThan(15);
  expect(others.length).toBe(isas.length - 1);
  for (const other of others) expect(other).toEqual(first);
});
