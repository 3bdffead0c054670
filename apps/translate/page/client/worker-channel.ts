import type { AlignRequest, Answer, LoadRequest, TranslateRequest } from "../engine/protocol.ts";
import type { RunReport } from "../engine/run-report.ts";

/** An answer that others follow. */
export type InterimAnswer = Exclude<Answer, { kind: "done" | "failed" }>;

interface Pending {
  readonly onInterim: (answer: InterimAnswer) => void;
  readonly resolve: (report: RunReport) => void;
  readonly reject: (reason: unknown) => void;
}

/** Requests to a worker, each a promise of the answer that ends it. */
export class WorkerChannel {
  readonly #worker: Worker;
  readonly #pending = new Map<number, Pending>();
  #requests = 0;
  #closed: Error | undefined;

  constructor(worker: Worker) {
    this.#worker = worker;
    worker.onmessage = ({ data }: MessageEvent<Answer>) => this.#receive(data);
    worker.onerror = ({ message, filename, lineno }) => {
      const where = filename === "" ? "" : ` (${filename}:${lineno})`;
      this.close(new Error(message ? `the worker failed: ${message}${where}` : cannotStart));
    };
  }

  /** @param signal  Ends the request: the worker stops its work for it.
   *  @throws what the signal was aborted with; Error of the worker's. */
  request(
    request: LoadRequest | TranslateRequest | AlignRequest,
    onInterim: (answer: InterimAnswer) => void,
    signal: AbortSignal | undefined,
  ): Promise<RunReport> {
    const id = this.#requests++;
    return new Promise((resolve, reject) => {
      if (this.#closed !== undefined) throw this.#closed;
      signal?.throwIfAborted();
      const cancel = (): void => {
        this.#pending.delete(id);
        this.#worker.postMessage({ id, kind: "cancel" });
        reject(signal?.reason);
      };
      signal?.addEventListener("abort", cancel, { once: true });
      const end = (): void => {
        this.#pending.delete(id);
        signal?.removeEventListener("abort", cancel);
      };
      this.#pending.set(id, {
        onInterim,
        resolve: (report) => {
          end();
          resolve(report);
        },
        reject: (reason) => {
          end();
          reject(reason);
        },
      });
      this.#worker.postMessage({ id, ...request });
    });
  }

  /** Ends the worker; requests that wait fail with this reason. */
  close(reason: Error): void {
    this.#closed ??= reason;
    this.#worker.terminate();
    for (const { reject } of [...this.#pending.values()]) reject(this.#closed);
  }

  #receive(answer: Answer): void {
    const pending = this.#pending.get(answer.id);
    if (pending === undefined) return;
    if (answer.kind === "done") {
      pending.resolve(answer.report);
    } else if (answer.kind === "failed") {
      pending.reject(new Error(answer.message));
    } else {
      pending.onInterim(answer);
    }
  }
}

const cannotStart =
  "the worker cannot be started: its file must be there, and worker-src of the Content-Security-Policy must allow it";
