import type { HelperSetup } from "./helper-setup.ts";
import { trustedWorkerUrl, type WorkerUrl } from "./worker-url.ts";

/** A thread with an event loop of its own, which runs one program. */
export interface StartedWorker {
  post(setup: HelperSetup): void;
  /** Lets the process end though the worker has not. */
  unref(): void;
  terminate(): void;
}

/** What a worker does that others want to know. */
export interface WorkerEvents {
  onMessage(): void;
  /** It has failed or ended, and says why. May come more than once. */
  onEnd(reason: string): void;
}

/** A program, and where the same lies as a file. */
export interface WorkerSource {
  readonly program: string;
  readonly url: WorkerUrl | undefined;
}

/**
 * Starts a worker from its source: of `node:worker_threads` where they are, from the text; else from the URL; else from a blob
 * URL of the text, for which a Content-Security-Policy must allow `worker-src blob:`.
 *
 * @throws Error where there are no workers or none may be started.
 */
export function startWorker(source: WorkerSource, events: WorkerEvents): StartedWorker {
  const node = globalThis.process?.getBuiltinModule?.("node:worker_threads");
  if (node !== undefined) return startNodeWorker(node, source.program, events);
  if (typeof Worker !== "function") throw new Error("there are no workers here");
  if (source.url !== undefined) return startFromUrl(source.url, events);
  return startFromBlob(source.program, events);
}

function startNodeWorker(
  { Worker: NodeWorker }: typeof import("node:worker_threads"),
  program: string,
  { onMessage, onEnd }: WorkerEvents,
): StartedWorker {
  // Flags of the process, such as loaders, are not for a program that imports nothing.
  const worker = new NodeWorker(program, { eval: true, execArgv: [] });
  worker.on("message", onMessage);
  worker.on("error", (error) => onEnd(error instanceof Error ? error.message : String(error)));
  worker.on("exit", (code) => onEnd(`it ended with exit code ${code}`));
  return {
    post: (setup) => worker.postMessage(setup),
    unref: () => worker.unref(),
    terminate: () => void worker.terminate(),
  };
}

function startFromUrl(url: WorkerUrl, { onMessage, onEnd }: WorkerEvents): StartedWorker {
  // A module, as bundlers serve the file while one develops.
  const worker = webWorker(url, { type: "module" });
  worker.onmessage = onMessage;
  worker.onerror = ({ message }) => onEnd(message || `${url} may not be started: ${whatItNeeds}`);
  return handleOf(worker);
}

const whatItNeeds =
  "it must be there, worker-src of the Content-Security-Policy must allow it, and it must be served with " +
  "Cross-Origin-Embedder-Policy: require-corp";

function startFromBlob(program: string, { onMessage, onEnd }: WorkerEvents): StartedWorker {
  const url = URL.createObjectURL(new Blob([program], { type: "text/javascript" }));
  const worker = webWorker(url);
  worker.onmessage = () => {
    URL.revokeObjectURL(url);
    onMessage();
  };
  worker.onerror = ({ message }) => {
    URL.revokeObjectURL(url);
    onEnd(
      message ||
        "it may not be started: worker-src of the Content-Security-Policy lacks blob:; give workerUrl",
    );
  };
  return handleOf(worker);
}

function webWorker(url: WorkerUrl, options: WorkerOptions = {}): Worker {
  try {
    // The compiler does not know that the constructor takes a TrustedScriptURL.
    return Reflect.construct(globalThis.Worker, [trustedWorkerUrl(url), options]);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${why} (see workerUrl of createKernels)`, { cause });
  }
}

function handleOf(worker: Worker): StartedWorker {
  return {
    post: (setup) => worker.postMessage(setup),
    unref: () => undefined,
    terminate: () => worker.terminate(),
  };
}
