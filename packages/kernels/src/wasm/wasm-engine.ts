import type { Engine, LinearMemory } from "../engine.ts";
import type { WasmIsa } from "../isa.ts";

export const PAGE_BYTES = 65536;

/** The tape interpreter in WebAssembly, over a memory of its own. */
export async function wasmEngine(
  isa: WasmIsa,
  module: WebAssembly.Module,
  initialBytes: number,
): Promise<Engine> {
  const memory = new WebAssembly.Memory({ initial: Math.ceil(initialBytes / PAGE_BYTES) });
  const { exports } = await WebAssembly.instantiate(module, { env: { memory } });
  const { run } = exports;
  if (typeof run !== "function") throw new Error("the module does not export run");
  return { isa, memory: pagedMemory(memory), run: (tape, end) => Number(run(tape, end)) };
}

/** Memory that grows by pages. */
export function pagedMemory(memory: WebAssembly.Memory): LinearMemory {
  return {
    get buffer(): ArrayBufferLike {
      return memory.buffer;
    },
    grow(byteLength: number): void {
      memory.grow(Math.ceil((byteLength - memory.buffer.byteLength) / PAGE_BYTES));
    },
  };
}
