import { cp } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";

const require = createRequire(import.meta.url);

/** Writes `worker.js` into a folder, with the files that peers load by themselves beside it; what the folder held before is
 *  gone. The worker runs as built, like everything that starts in another process. */
export async function writeWorker(folder: string): Promise<void> {
  await bundleWorker(folder);
  await copyPackage("onnxruntime-web", folder, [
    "ort.wasm.bundle.min.mjs",
    "ort-wasm-simd-threaded.wasm",
  ]);
  await copyPackage("@tensorflow/tfjs-backend-wasm", folder, ["tfjs-backend-wasm-simd.wasm"]);
}

async function bundleWorker(folder: string): Promise<void> {
  const worker = fileURLToPath(new URL("../../dist/browser/worker.js", import.meta.url));
  await build({
    configFile: false,
    root: dirname(worker),
    base: "./",
    logLevel: "error",
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: "es2022",
      minify: false,
      // Its code for pages fails in a worker, which has no document.
      modulePreload: false,
      rolldownOptions: {
        input: worker,
        // Modules of Node are imported only where arms run in Node.
        external: [/^node:/],
        output: { entryFileNames: "worker.js", format: "es" },
      },
    },
  });
}

async function copyPackage(name: string, folder: string, files: readonly string[]): Promise<void> {
  const from = dirname(require.resolve(name));
  for (const file of files) await cp(join(from, file), join(folder, name, file));
}
