import { createKernelsFromFiles, type WasmIsa, wasmUrls } from "@bnnkit/kernels/wasm";
import type { Kernels } from "@bnnkit/runtime";
import type { MakeKernels } from "../engine/load-model.ts";
import { serveRequests } from "../engine/serve-requests.ts";

// The page loads the one module that it runs, as a file: half of what both would be in the script.
const makeKernels: MakeKernels = async ({ isa, threads, threadUrl }) => {
  const options = { threads, ...(threadUrl !== undefined && { workerUrl: threadUrl }) };
  let found: Kernels | undefined;
  for (const wasmIsa of isa === "js" ? [] : wasmIsas(isa)) {
    found?.dispose();
    const file = await readModule(wasmIsa);
    found = await createKernelsFromFiles({ [wasmIsa]: file }, { ...options, ...(isa && { isa }) });
    if (found.isa === wasmIsa) return found;
  }
  return found ?? createKernelsFromFiles({}, options);
};

function wasmIsas(isa: WasmIsa | undefined): readonly WasmIsa[] {
  return isa === undefined ? ["wasm-relaxed-simd", "wasm-simd128"] : [isa];
}

async function readModule(isa: WasmIsa): Promise<ArrayBuffer> {
  const response = await fetch(String(wasmUrls[isa]));
  if (!response.ok) throw new Error(`the kernels of ${isa} are not there: ${response.status}`);
  return await response.arrayBuffer();
}

serveRequests(makeKernels);
