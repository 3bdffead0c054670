import { relaxedSimdBase64 } from "./relaxed-simd.generated.ts";
import { simd128Base64 } from "./simd128.generated.ts";
import type { WasmSources } from "./wasm-source.ts";

/** The modules that the JavaScript brings along. */
export const inlinedModules: WasmSources = {
  "wasm-relaxed-simd": () => decode(relaxedSimdBase64),
  "wasm-simd128": () => decode(simd128Base64),
};

function decode(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  // A callback for each byte would take ten times as long.
  for (let i = 0; i < bytes.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}
