import type { Engine, LinearMemory } from "../engine.ts";
import { moduleBase64 } from "./module.generated.ts";

const PAGE_BYTES = 65536;

/** The tape interpreter in WebAssembly with 128-bit SIMD. Rejects with an Error where that is missing. */
export async function wasmEngine(initialBytes: number): Promise<Engine> {
  if (typeof WebAssembly !== "object") throw new Error("WebAssembly is missing");
  const bytes = moduleBytes();
  if (!WebAssembly.validate(bytes)) throw new Error("WebAssembly has no 128-bit SIMD");
  const memory = new WebAssembly.Memory({ initial: Math.ceil(initialBytes / PAGE_BYTES) });
  const { instance } = await WebAssembly.instantiate(bytes, { env: { memory } });
  const { run } = instance.exports;
  if (typeof run !== "function") throw new Error("the module does not export run");
  return {
    isa: "wasm-simd128",
    memory: pagedMemory(memory),
    run: (tape, end) => Number(run(tape, end)),
  };
}

function pagedMemory(memory: WebAssembly.Memory): LinearMemory {
  return {
    get buffer(): ArrayBuffer {
      return memory.buffer;
    },
    grow(byteLength: number): void {
      memory.grow(Math.ceil((byteLength - memory.buffer.byteLength) / PAGE_BYTES));
    },
  };
}

function moduleBytes(): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(moduleBase64), (character) => character.charCodeAt(0));
}
