import { Worker } from "node:worker_threads";
import type { BackendReport } from "../install-training-backend.ts";
import type { WorkerReply, WorkerRequest, WorkerSetup } from "./worker-messages.ts";

/** Node 20 cannot run TypeScript: threads start from the built file, also when this file runs as source. */
const workerFile = import.meta.url.endsWith(".ts") ? "../../dist/node/worker.js" : "./worker.js";

/** How long a thread may take to end by itself before it is ended by force. */
const graceMilliseconds = 10_000;

interface Pending {
  readonly resolve: (reply: WorkerReply) => void;
  readonly reject: (error: unknown) => void;
}

/** One worker thread: at most one request at a time, answered or refused, never left open. It keeps the process alive
 *  only while a request is open. */
export class WorkerHandle {
  readonly #thread: Worker;
  readonly #name: string;
  readonly #exited: Promise<void>;
  readonly #onFailure: (error: Error) => void;
  #pending: Pending | undefined;
  #ended: unknown;

  /** Resolves when the thread's replica is ready. */
  readonly ready: Promise<BackendReport>;

  constructor(setup: WorkerSetup, onFailure: (error: Error) => void) {
    this.#name = `worker ${setup.worker} of ${setup.workers}`;
    this.#onFailure = onFailure;
    this.#thread = new Worker(new URL(workerFile, import.meta.url), {
      workerData: setup,
      execArgv: [], // the parent's loaders and conditions are not for built files
      name: `bnnkit training ${this.#name}`,
    });
    this.ready = this.#answer().then((reply) => {
      if (reply.kind === "ready") return reply.report;
      throw new Error(`DataParallelTrainer: ${this.#name} answered before it was ready`);
    });
    this.#exited = new Promise((resolve) => this.#thread.once("exit", () => resolve()));
    this.#thread.on("message", (reply: WorkerReply) => this.#receive(reply));
    this.#thread.on("error", (error: unknown) => this.#fail(error));
    this.#thread.on("exit", (code: number) => this.#fail(new Error(`it exited with code ${code}`)));
  }

  /** Posts a request and waits for its answer.
   *  @throws Error naming the worker and the cause if it fails or has ended. */
  async ask(request: WorkerRequest): Promise<unknown> {
    if (this.#ended) throw this.#ended;
    this.#thread.ref();
    this.#thread.postMessage(request);
    const reply = await this.#answer();
    return reply.kind === "done" ? reply.value : undefined;
  }

  /** Refuses the open request with `reason` and resolves when the thread has ended: by itself once it has done what it
   *  is doing, because a thread that is stopped inside native code takes the process with it. */
  async end(reason: unknown): Promise<void> {
    this.#ended ??= reason;
    this.#settle()?.reject(this.#ended);
    this.#thread.ref();
    this.#thread.postMessage({ kind: "stop" } satisfies WorkerRequest);
    const force = setTimeout(() => void this.#thread.terminate(), graceMilliseconds);
    await this.#exited;
    clearTimeout(force);
  }

  #receive(reply: WorkerReply): void {
    if (reply.kind === "failed") this.#fail(reply.error);
    else this.#settle()?.resolve(reply);
  }

  #answer(): Promise<WorkerReply> {
    return new Promise((resolve, reject) => {
      this.#pending = { resolve, reject };
    });
  }

  #fail(cause: unknown): void {
    if (this.#ended) return;
    const reason = cause instanceof Error ? cause.message : String(cause);
    const error = new Error(`DataParallelTrainer: ${this.#name} failed: ${reason}`, { cause });
    this.#ended = error;
    this.#settle()?.reject(error);
    this.#onFailure(error);
  }

  #settle(): Pending | undefined {
    const pending = this.#pending;
    this.#pending = undefined;
    this.#thread.unref();
    return pending;
  }
}
