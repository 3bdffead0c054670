import {
  HEADER_WORDS,
  OPERANDS,
  SCRATCH,
  STATUS,
  STATUS_INSTRUCTION,
  STATUS_ROW,
  STATUS_UNKNOWN_OPCODE,
} from "../tape/layout.ts";
import type { JsKernel } from "../tape/operation.ts";
import { operations } from "../tape/operations/index.ts";
import { stopped } from "./outcome.ts";
import { Operands, words } from "./words.ts";

const kernels: ReadonlyMap<number, JsKernel> = new Map(
  Object.values(operations).map(({ opcode, js }) => [opcode, js]),
);

/** Runs a tape, header at byte `tape`, instructions up to byte `end`, as the WebAssembly module does. */
export function runTape(buffer: ArrayBuffer, tape: number, end: number): number {
  const operands = new Operands(words(buffer));
  const { int32 } = operands.words;
  const header = tape >>> 2;
  const scratch = int32[header + SCRATCH] >>> 2;
  let at = header + HEADER_WORDS;
  while (at < end >>> 2) {
    operands.moveTo(at + OPERANDS);
    const kernel = kernels.get(int32[at] & 0xffff) ?? unknownOpcode;
    const outcome = kernel(operands, scratch);
    if (outcome !== undefined) {
      int32[header + STATUS] = outcome.status;
      int32[header + STATUS_ROW] = outcome.row;
      int32[header + STATUS_INSTRUCTION] = 4 * (at - header);
      return outcome.status;
    }
    at += int32[at] >>> 16;
  }
  return 0;
}

const unknownOpcode: JsKernel = () => stopped(STATUS_UNKNOWN_OPCODE, 0);
