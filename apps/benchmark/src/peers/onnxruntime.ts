import type { env, InferenceSession, Tensor } from "onnxruntime-common";

/** What is used of onnxruntime, the same in its web and its Node package. */
export interface OnnxRuntime {
  readonly InferenceSession: typeof InferenceSession;
  readonly Tensor: typeof Tensor;
  readonly env: typeof env;
}

/** The packages of onnxruntime. */
export type OnnxPackage = "onnxruntime-web" | "onnxruntime-node";

const webRuntimes = new Map<number, Promise<OnnxRuntime>>();
let nodeRuntime: Promise<OnnxRuntime> | undefined;

/** onnxruntime-web on its wasm backend with so many threads: an instance of the library for each number, because it
 *  settles that number when it starts.
 *  @throws Error when it cannot be loaded here. */
export function loadOnnxruntimeWeb(threads: number): Promise<OnnxRuntime> {
  const known = webRuntimes.get(threads) ?? startWeb(threads);
  webRuntimes.set(threads, known);
  return known;
}

/** onnxruntime-node, if it is installed and runs here.
 *  @throws Error that says why it does not. */
export function loadOnnxruntimeNode(): Promise<OnnxRuntime> {
  nodeRuntime ??= import("./onnxruntime-in-node.ts").then(({ requireOnnxruntimeNode }) =>
    requireOnnxruntimeNode(),
  );
  return nodeRuntime;
}

/** Either package; see {@link loadOnnxruntimeWeb} and {@link loadOnnxruntimeNode}. */
export function loadOnnxruntime(runtime: OnnxPackage, threads: number): Promise<OnnxRuntime> {
  return runtime === "onnxruntime-web" ? loadOnnxruntimeWeb(threads) : loadOnnxruntimeNode();
}

/** Version of a package. */
export async function onnxVersions(
  runtime: OnnxPackage,
): Promise<Readonly<Record<string, string>>> {
  const { env } = await loadOnnxruntime(runtime, 1);
  const version = runtime === "onnxruntime-web" ? env.versions.web : env.versions.node;
  return { [runtime]: version ?? "unknown" };
}

/** Opens a model.
 *  @param threads  at most; onnxruntime-web heeds what it was loaded with. */
export function openOnnxSession(
  { InferenceSession: Session }: OnnxRuntime,
  { model, provider, threads }: { model: Uint8Array; provider: "wasm" | "cpu"; threads: number },
): Promise<InferenceSession> {
  return Session.create(model, {
    executionProviders: [provider],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
  });
}

async function startWeb(threads: number): Promise<OnnxRuntime> {
  const runtime =
    typeof process === "undefined"
      ? await importOnnxruntimeWeb(threads)
      : (await import("./onnxruntime-in-node.ts")).requireOnnxruntimeWeb();
  runtime.env.wasm.numThreads = threads;
  return runtime;
}

/** The library's own files lie beside the worker; another query makes another instance. */
async function importOnnxruntimeWeb(threads: number): Promise<OnnxRuntime> {
  const url = new URL(
    `onnxruntime-web/ort.wasm.bundle.min.mjs?threads=${threads}`,
    globalThis.location.href,
  );
  return import(/* @vite-ignore */ url.href);
}
