import { yosysProgram } from "./yosys-program.ts";

/** A worker that has been started; `terminate` ends it whatever it does. */
export interface StartedWorker {
  post(message: unknown): void;
  terminate(): void;
}

export interface WorkerEvents {
  readonly message: (message: unknown) => void;
  readonly error: (error: Error) => void;
}

/** Starts a worker of `node:worker_threads` where they are, else of the browser.
 *  @throws Error where there are none. */
export function startWorker(events: WorkerEvents): StartedWorker {
  const threads = globalThis.process?.getBuiltinModule?.("node:worker_threads");
  if (threads !== undefined) {
    const worker = new threads.Worker(yosysProgram, { eval: true });
    worker.on("message", events.message);
    worker.on("error", events.error);
    // Behind an answer or an error it changes nothing.
    worker.on("exit", (code) =>
      events.error(new Error(`synthesis: the worker ended with code ${code}`)),
    );
    return {
      post: (message) => worker.postMessage(message),
      terminate: () => void worker.terminate(),
    };
  }
  if (typeof Worker !== "function") throw new Error("synthesis: there are no workers here");
  const url = URL.createObjectURL(new Blob([yosysProgram], { type: "text/javascript" }));
  const worker = new Worker(url, { type: "module" });
  worker.onmessage = ({ data }) => events.message(data);
  worker.onerror = ({ message }) => events.error(new Error(message));
  return {
    post: (message) => worker.postMessage(message),
    terminate: () => {
      worker.terminate();
      URL.revokeObjectURL(url);
    },
  };
}
