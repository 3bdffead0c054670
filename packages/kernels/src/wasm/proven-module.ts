import { proveCandidates } from "../golden/prove-candidates.ts";
import { GOLDEN_BYTES, proveEngine } from "../golden/prove-engine.ts";
import type { WasmIsa } from "../isa.ts";
import { checkSource, compileModule } from "./compile-module.ts";
import { wasmEngine } from "./wasm-engine.ts";
import type { WasmSource } from "./wasm-source.ts";

/** Which kernels of a module have proved themselves: those that the rule takes, or all that can be chosen besides. */
export type Proof = "rule" | "candidates";

/** What has been compiled and proved stays so: once in a process, and once in each worker. */
const known = new WeakMap<WasmSource, Map<string, Promise<WebAssembly.Module>>>();

/**
 * A compiled module whose kernels gave the right results on golden data, over a small memory of their own.
 *
 * @throws what {@link checkSource} throws; rejects as {@link compileModule} does, and with an Error for a wrong result.
 */
export function provenModule(
  isa: WasmIsa,
  source: WasmSource,
  proof: Proof,
): Promise<WebAssembly.Module> {
  checkSource(isa, source);
  const ofSource = known.get(source) ?? new Map<string, Promise<WebAssembly.Module>>();
  known.set(source, ofSource);
  const key = `${isa} ${proof}`;
  const module = ofSource.get(key) ?? prove(isa, source, proof);
  ofSource.set(key, module);
  // A failure may pass, want of memory for one, so it is not kept.
  module.catch(() => ofSource.delete(key));
  return module;
}

async function prove(isa: WasmIsa, source: WasmSource, proof: Proof): Promise<WebAssembly.Module> {
  if (proof === "rule") {
    const module = await compileModule(isa, source);
    proveEngine(await wasmEngine(isa, module, GOLDEN_BYTES));
    return module;
  }
  const module = await provenModule(isa, source, "rule");
  proveCandidates(await wasmEngine(isa, module, GOLDEN_BYTES), isa);
  return module;
}
