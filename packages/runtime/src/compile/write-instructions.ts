import type { TapeBuilder } from "@bnnkit/kernels";
import type { Addresses, Instruction } from "./value.ts";

/** Puts instructions onto a tape, and notes for each layer the operations that it took. */
export function writeInstructions(
  tape: TapeBuilder,
  instructions: readonly Instruction[],
  at: Addresses,
): void {
  for (const { emit, layer } of instructions) {
    const before = tape.operations.length;
    emit(tape, at);
    for (const operation of tape.operations.slice(before)) layer?.operations.add(operation);
  }
}
