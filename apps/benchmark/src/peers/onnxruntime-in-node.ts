import { createRequire } from "node:module";
import type { OnnxRuntime } from "./onnxruntime.ts";

const require = createRequire(import.meta.url);

/** A new instance of onnxruntime-web.
 *  @throws Error when the package is missing. */
export function requireOnnxruntimeWeb(): OnnxRuntime {
  return requireAfresh("onnxruntime-web");
}

/** onnxruntime-node.
 *  @throws Error when the package or its binary for this system is missing. */
export function requireOnnxruntimeNode(): OnnxRuntime {
  return requireAfresh("onnxruntime-node");
}

/** Both packages enter themselves into a registry of backends in onnxruntime-common, so each gets a registry of its own. */
function requireAfresh(name: string): OnnxRuntime {
  for (const path of Object.keys(require.cache)) {
    if (/[\\/]onnxruntime-(web|common)[\\/]/.test(path)) delete require.cache[path];
  }
  const runtime: OnnxRuntime = require(name);
  return runtime;
}
