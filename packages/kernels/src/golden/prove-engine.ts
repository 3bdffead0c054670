import type { Engine } from "../engine.ts";
import { jsEngine } from "../js/js-engine.ts";
import type { OperationName } from "../tape/operations/index.ts";
import { TapeBuilder } from "../tape/tape-builder.ts";
import { TapeKernels } from "../tape-kernels.ts";
import type { KernelChoice } from "../tune/kernel-choice.ts";
import { GoldenData, type GoldenOutput } from "./golden-data.ts";
import { writeGoldenTape } from "./golden-tape.ts";

/** Bytes of memory that the golden run fits into. */
export const GOLDEN_BYTES: number = 2 ** 18;

/**
 * Runs every operation once on fixed data and compares with the JavaScript kernels: integers must be equal, floats
 * within 2^−16 of the largest magnitude of their output.
 *
 * @throws Error naming the first operation that differs.
 */
export function proveEngine(engine: Engine): void {
  const operation = disagreement(engine, writeGoldenTape);
  if (operation !== undefined) {
    throw new Error(`${operation} on ${engine.isa} fails its golden self-test`);
  }
}

type WriteTape = (tape: TapeBuilder, data: GoldenData) => void;

/** The first operation of a tape whose outputs differ from those of the JavaScript kernels. */
export function disagreement(
  engine: Engine,
  write: WriteTape,
  choice?: KernelChoice,
): OperationName | undefined {
  const expected = goldenOutputs(jsEngine(GOLDEN_BYTES), write);
  const actual = goldenOutputs(engine, write, choice);
  return expected.find(({ values }, i) => !agree(values, actual[i].values))?.operation;
}

function goldenOutputs(engine: Engine, write: WriteTape, choice?: KernelChoice): GoldenOutput[] {
  const kernels = new TapeKernels(engine, GOLDEN_BYTES, "golden self-test", choice);
  const data = new GoldenData(kernels);
  const tape = new TapeBuilder(kernels);
  write(tape, data);
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
