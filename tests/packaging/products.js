import { packBipolar } from "@bnnkit/core";
import { createKernels } from "@bnnkit/kernels";
import { bgemm } from "@bnnkit/kernels/direct";
import { createKernelsFromFiles, wasmUrls } from "@bnnkit/kernels/wasm";

const [rows, outFeatures, inFeatures] = [5, 83, 131];

/**
 * A product of fixed signs by the inlined kernels, and by those of the files if `load` can get them.
 *
 * @param load  Makes the bytes or the module of a URL.
 */
export async function products(load) {
  const inlined = product(await createKernels());
  try {
    const files = product(await createKernelsFromFiles(await loadAll(load), { strict: true }));
    return { inlined, files };
  } catch (error) {
    return { inlined, files: { error: String(error) } };
  }
}

async function loadAll(load) {
  const wasm = {};
  for (const [isa, url] of Object.entries(wasmUrls)) {
    try {
      wasm[isa] = await load(url);
    } catch (error) {
      // A browser without relaxed SIMD does not compile the module that needs it.
      if (isa !== "wasm-relaxed-simd") throw error;
    }
  }
  return wasm;
}

function product(kernels) {
  const a = packBipolar(signs(rows * inFeatures, 1), rows, inFeatures);
  const b = packBipolar(signs(outFeatures * inFeatures, 2), outFeatures, inFeatures);
  const sums = Array.from(bgemm(a, b, kernels));
  const { isa } = kernels;
  const { reason } = kernels.explain()[0];
  kernels.dispose();
  return { isa, reason, sums };
}

function signs(length, seed) {
  let state = seed;
  return Int8Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return state < 0 ? -1 : 1;
  });
}
