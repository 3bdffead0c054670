import type { HelperSetup } from "./helper-setup.ts";

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

/**
 * Starts a worker from a program as text: of `node:worker_threads` where they are, else from a blob URL, for which a
 * Content-Security-Policy must allow `worker-src blob:`.
 *
 * @throws Error where there are no workers or none may be started.
 */
export function startWorker(program: string, events: WorkerEvents): StartedWorker {
  const node = globalThis.process?.getBuiltinModule?.("node:worker_threads");
  if (node !== undefined) return startNodeWorker(node, program, events);
  if (typeof Worker !== "function") throw new Error("there are no workers here");
  return startWebWorker(program, events);
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

function startWebWorker(program: string, { onMessage, onEnd }: WorkerEvents): StartedWorker {
  const url = URL.createObjectURL(new Blob([program], { type: "text/javascript" }));
  const worker = new Worker(url);
  worker.onmessage = () => {
    URL.revokeObjectURL(url);
    onMessage();
  };
  worker.onerror = ({ message }) => {
    URL.revokeObjectURL(url);
    onEnd(
      message || "it may not be started: worker-src of the Content-Security-Policy lacks blob:",
    );
  };
  return {
    post: (setup) => worker.postMessage(setup),
    unref: () => undefined,
    terminate: () => worker.terminate(),
  };
}
