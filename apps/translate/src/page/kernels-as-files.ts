import type { Plugin } from "vite";

/** Leaves the WebAssembly modules that `@bnnkit/kernels` has inlined out of a script whose kernels are made from files. */
export function kernelsAsFiles(): Plugin {
  return {
    name: "kernels-as-files",
    enforce: "pre",
    load(id) {
      if (!/[\\/]wasm[\\/](relaxed-simd|simd128)\.generated\.[jt]s$/.test(id)) return null;
      const name = id.includes("relaxed-simd") ? "relaxedSimdBase64" : "simd128Base64";
      return `export const ${name} = "";`;
    },
  };
}
