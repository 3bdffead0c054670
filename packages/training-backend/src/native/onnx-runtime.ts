/** A session that runs at once, on the calling thread, and may write its output into memory that the caller owns. */
export interface SynchronousSession {
  loadModel(buffer: ArrayBufferLike, offset: number, length: number, options: object): void;
  run(feeds: object, fetches: object, options: object): unknown;
  dispose(): void;
}

/** What is used of onnxruntime-node. */
export interface OnnxRuntime {
  readonly version: string;
  createSession(model: Uint8Array): SynchronousSession;
  /** A float32 tensor over `data`, without a copy. */
  createTensor(data: Float32Array, shape: readonly number[]): object;
}

/** The release whose internal binding was read and tested. */
export const testedVersion = "1.30.0";

/** Opens the synchronous binding inside onnxruntime-node. Its public API is asynchronous, and tfjs kernels are not;
 *  the binding is no public API, so only the tested release is accepted.
 *  @throws Error if Node, the package or the release is missing. */
export function openOnnxRuntime(): OnnxRuntime {
  const nodeModule = globalThis.process?.getBuiltinModule?.("node:module");
  if (!nodeModule) throw new Error("openOnnxRuntime: needs Node 20.16 or later");
  const require = nodeModule.createRequire(import.meta.url);
  const entry = require.resolve("onnxruntime-node");
  const { version }: { version: string } = require("onnxruntime-node/package.json");
  if (version !== testedVersion) {
    throw new Error(`openOnnxRuntime: onnxruntime-node must be ${testedVersion}, got ${version}`);
  }
  const { Tensor } = require(entry);
  const internal = require(entry.replace(/index\.js$/, "binding.js"));
  internal.initOrt();
  return {
    version,
    createSession: (model) => {
      const session: SynchronousSession = new internal.binding.InferenceSession();
      session.loadModel(model.buffer, model.byteOffset, model.byteLength, {
        intraOpNumThreads: 1,
        interOpNumThreads: 1,
        logSeverityLevel: 3,
      });
      return session;
    },
    createTensor: (data, shape) => new Tensor("float32", data, shape),
  };
}
