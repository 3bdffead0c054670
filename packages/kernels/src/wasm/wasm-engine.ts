import type { Engine, LinearMemory } from "../engine.ts";
import type { Isa } from "../kernels.ts";
import { relaxedSimdBase64 } from "./relaxed-simd.generated.ts";
import { simd128Base64 } from "./simd128.generated.ts";

/** An instruction set of WebAssembly. */
export type WasmIsa = Exclude<Isa, "js">;

const PAGE_BYTES = 65536;

const modules: Readonly<Record<WasmIsa, { readonly base64: string; readonly feature: string }>> = {
  "wasm-relaxed-simd": { base64: relaxedSimdBase64, feature: "relaxed SIMD" },
  "wasm-simd128": { base64: simd128Base64, feature: "128-bit SIMD" },
};

/** Compiles an inlined module. Rejects with an Error where WebAssembly or the SIMD that the module needs is missing. */
export async function compileModule(isa: WasmIsa): Promise<WebAssembly.Module> {
  if (typeof WebAssembly !== "object") throw new Error("WebAssembly is missing");
  const { base64, feature } = modules[isa];
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  if (!WebAssembly.validate(bytes)) throw new Error(`WebAssembly has no ${feature}`);
  return WebAssembly.compile(bytes);
}

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
