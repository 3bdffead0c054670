import { Worker } from "node:worker_threads";
import { UsageError } from "../exit-code.ts";
import { WorkerDiedError } from "./pool-errors.ts";
import type {
  Job,
  TranslatedText,
  WorkerAnswer,
  WorkerRequest,
  WorkerStart,
} from "./worker-messages.ts";

interface Running {
  readonly id: number;
  readonly resolve: (translated: readonly TranslatedText[]) => void;
  readonly reject: (error: unknown) => void;
}

/** One thread of a pool, as the thread that started it sees it. It runs one job at a time. */
export class PoolWorker {
  readonly #thread: Worker;
  readonly #patience: number;
  #running: Running | undefined;
  /** Settles when the thread has loaded its model.
   *  @throws UsageError or Error that says why it cannot; WorkerDiedError. */
  readonly ready: Promise<void>;
  /** Resolves when the thread has ended, for whatever reason. */
  readonly ended: Promise<void>;

  /** @param patience  how long a cancelled job may take to stop before the thread is ended, milliseconds */
  constructor(program: URL, start: WorkerStart, patience: number) {
    this.#patience = patience;
    // A thread takes over what its process was told for its own start, such as loaders, which it does not need.
    this.#thread = new Worker(program, { workerData: start, execArgv: [] });
    let death = "a thread of the pool has ended";
    this.ended = new Promise((resolve) => {
      this.#thread.on("error", (error) => {
        death = `a thread of the pool has died: ${error.message}`;
      });
      this.#thread.on("exit", () => {
        this.#running?.reject(new WorkerDiedError(death));
        this.#running = undefined;
        resolve();
      });
    });
    this.ready = new Promise((resolve, reject) => {
      this.#thread.on("message", (answer: WorkerAnswer) => {
        if (answer.kind === "ready") resolve();
        else if (answer.kind === "unfit")
          reject(answer.isUsage ? new UsageError(answer.message) : new Error(answer.message));
        else this.#finish(answer);
      });
      void this.ended.then(() => reject(new WorkerDiedError(death)));
    });
    // Told to whoever waits for it; nobody may.
    this.ready.catch(() => undefined);
  }

  /** Runs a job; one at a time.
   *  @throws WorkerDiedError, or Error that says why the job failed. */
  run(job: Job): Promise<readonly TranslatedText[]> {
    return new Promise((resolve, reject) => {
      this.#running = { id: job.id, resolve, reject };
      this.#send({ kind: "translate", job });
    });
  }

  /** Stops a job that nobody waits for any more; a thread that does not stop is ended. */
  cancel(id: number): void {
    if (this.#running?.id !== id) return;
    this.#send({ kind: "cancel", id });
    setTimeout(() => {
      if (this.#running?.id === id) void this.#thread.terminate();
    }, this.#patience).unref();
  }

  async end(): Promise<void> {
    await this.#thread.terminate();
  }

  #send(request: WorkerRequest): void {
    this.#thread.postMessage(request);
  }

  #finish(answer: Extract<WorkerAnswer, { readonly id: number }>): void {
    if (this.#running?.id !== answer.id) return;
    const { resolve, reject } = this.#running;
    this.#running = undefined;
    if (answer.kind === "done") resolve(answer.translated);
    else reject(new Error(answer.message));
  }
}
