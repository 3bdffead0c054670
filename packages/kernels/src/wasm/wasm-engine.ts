import type { Engine, LinearMemory } from "../engine.ts";
import { moduleBase64 } from "./module.generated.ts";

const PAGE_BYTES = 65536;

/** Compiles the inlined module. Rejects with an Error where WebAssembly or its 128-bit SIMD is missing. */
export async function compileModule(): Promise<WebAssembly.Module> {
  if (typeof WebAssembly !== "object") throw new Error("WebAssembly is missing");
  const bytes = Uint8Array.from(atob(moduleBase64), (character) => character.charCodeAt(0));
  if (!WebAssembly.validate(bytes)) throw new Error("WebAssembly has no 128-bit SIMD");
  return WebAssembly.compile(bytes);
}

/** The tape interpreter in WebAssembly with 128-bit SIMD, over a memory of its own. */
export async function wasmEngine(
  module: WebAssembly.Module,
  initialBytes: number,
): Promise<Engine> {
  const memory = new WebAssembly.Memory({ initial: Math.ceil(initialBytes / PAGE_BYTES) });
  const { exports } = await WebAssembly.instantiate(module, { env: { memory } });
  const { run } = exports;
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
