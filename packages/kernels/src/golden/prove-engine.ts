import type { Engine } from "../engine.ts";
import { jsEngine } from "../js/js-engine.ts";
import { TapeBuilder } from "../tape/tape-builder.ts";
import { TapeKernels } from "../tape-kernels.ts";
import { GoldenData, type GoldenOutput } from "./golden-data.ts";
import { writeGoldenTape } from "./golden-tape.ts";

/** Bytes of memory that the golden run fits into. */
export const GOLDEN_BYTES: number = 2 ** 17;

/**
 * Runs every operation once on fixed data and compares with the JavaScript kernels: integers must be equal, floats
 * within 2^−16 of the largest magnitude of their output.
 *
 * @throws Error naming the first operation that differs.
 */
export function proveEngine(engine: Engine): void {
  const expected = goldenOutputs(jsEngine(GOLDEN_BYTES));
  const actual = goldenOutputs(engine);
  for (const [i, { operation, values }] of expected.entries()) {
    if (!agree(values, actual[i].values)) {
      throw new Error(`${operation} on ${engine.isa} fails its golden self-test`);
    }
  }
}

function goldenOutputs(engine: Engine): GoldenOutput[] {
  const kernels = new TapeKernels(engine, GOLDEN_BYTES, "golden self-test");
  const data = new GoldenData(kernels);
  const tape = new TapeBuilder(kernels);
  writeGoldenTape(tape, data);
  kernels.run(tape.build());
  return data.outputs();
}

function agree(expected: Float32Array | Int32Array, actual: Float32Array | Int32Array): boolean {
  let largest = 0;
  for (const value of expected) largest = Math.max(largest, Math.abs(value));
  const tolerance = expected instanceof Int32Array ? 0 : 2 ** -16 * largest;
  for (let i = 0; i < expected.length; i++) {
    if (!(Math.abs(expected[i] - actual[i]) <= tolerance)) return false;
  }
  return true;
}
