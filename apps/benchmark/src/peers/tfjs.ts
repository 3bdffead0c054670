import * as tf from "@tensorflow/tfjs";
import { setWasmPaths, version_wasm } from "@tensorflow/tfjs-backend-wasm";

/** Starts TensorFlow.js on its wasm backend, on one thread.
 *  @throws Error when it does not start here. */
export async function startTfjsWasm(): Promise<void> {
  if (!tf.engine().registry.wasm) {
    tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
    if (typeof process === "undefined") {
      setWasmPaths(new URL("@tensorflow/tfjs-backend-wasm/", globalThis.location.href).href);
    }
  }
  if (!(await tf.setBackend("wasm"))) {
    throw new Error("tfjs-wasm: the wasm backend of TensorFlow.js does not start here");
  }
}

/** Versions of its packages. */
export function tfjsVersions(): Readonly<Record<string, string>> {
  return {
    "@tensorflow/tfjs": tf.version.tfjs,
    "@tensorflow/tfjs-backend-wasm": version_wasm,
  };
}
