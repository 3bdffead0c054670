import { createReadStream } from "node:fs";
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";

const require = createRequire(import.meta.url);

const mediaTypes: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".wasm": "application/wasm",
};

const page = `<!doctype html>
<meta charset="utf-8">
<title>bnnkit benchmark</title>
<link rel="icon" href="data:,">
<script type="module">
const worker = new Worker("/worker.js", { type: "module" });
worker.onmessage = ({ data }) => window.onWorkerMessage(data);
worker.onerror = ({ message }) => window.onWorkerMessage({ kind: "failure", message });
window.start = (request) => worker.postMessage(request);
</script>
`;

/** A site that is served to the browser on this machine. */
export interface Site {
  readonly url: string;
  close(): Promise<void>;
}

/** Bundles the worker, adds the files that peers load by themselves, and serves all of it, isolated from other origins so
 *  that threads share memory and the clock is fine. */
export async function openSite(): Promise<Site> {
  const folder = await mkdtemp(join(tmpdir(), "bnnkit-benchmark-"));
  try {
    await bundleWorker(folder);
    await copyPackage("onnxruntime-web", folder, [
      "ort.wasm.bundle.min.mjs",
      "ort-wasm-simd-threaded.wasm",
    ]);
    await copyPackage("@tensorflow/tfjs-backend-wasm", folder, ["tfjs-backend-wasm-simd.wasm"]);
    await writeFile(join(folder, "index.html"), page);
    return await serve(folder);
  } catch (error) {
    await rm(folder, { recursive: true });
    throw error;
  }
}

/** The worker runs as built, like everything that starts in another process. */
async function bundleWorker(folder: string): Promise<void> {
  const worker = fileURLToPath(new URL("../../dist/browser/worker.js", import.meta.url));
  await build({
    configFile: false,
    root: dirname(worker),
    logLevel: "error",
    build: {
      outDir: folder,
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

async function serve(folder: string): Promise<Site> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const path = normalize(pathname === "/" ? "/index.html" : decodeURIComponent(pathname));
    response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    response.setHeader("Cross-Origin-Embedder-Policy", "require-corp");
    response.setHeader("Content-Type", mediaTypes[extname(path)] ?? "application/octet-stream");
    createReadStream(join(folder, path))
      .on("error", () => response.writeHead(404).end())
      .pipe(response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the site has no port");
  return {
    url: `http://127.0.0.1:${address.port}/`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true });
    },
  };
}
