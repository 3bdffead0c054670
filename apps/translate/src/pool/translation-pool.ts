import type { Isa } from "@bnnkit/runtime";
import type { ModelFiles } from "../load-model.ts";
import { FairQueue, type Item, type Request } from "./fair-queue.ts";
import { OverloadedError, WorkerDiedError } from "./pool-errors.ts";
import { PoolWorker } from "./pool-worker.ts";
import { TranslationRate } from "./translation-rate.ts";
import type { JobSearch, TranslatedText } from "./worker-messages.ts";

export interface PoolOptions {
  readonly files: ModelFiles;
  readonly isa?: Isa | undefined;
  /** How many threads translate. */
  readonly workers: number;
  /** Most UTF-16 code units that wait. A request that finds none waiting is taken whatever it has. Default 400,000. */
  readonly queueCharacters?: number;
  /** Most requests that wait. Default 1,000. */
  readonly queueRequests?: number;
  /** How long a thread may take to stop what nobody waits for any more before it is ended, milliseconds. Default 5,000. */
  readonly patience?: number;
  /** What a thread runs, instead of the translator. */
  readonly program?: URL;
}

export interface RequestOptions extends JobSearch {
  readonly signal?: AbortSignal | undefined;
}

/** How much a pool has to do. */
export interface PoolLoad {
  readonly waitingRequests: number;
  readonly waitingCharacters: number;
  readonly workers: number;
  readonly readyWorkers: number;
  readonly busyWorkers: number;
  /** Threads that were started in the place of one that had ended. */
  readonly replacedWorkers: number;
  /** UTF-16 code units translated so far. */
  readonly translatedCharacters: number;
}

/** What translates texts. */
export interface TextTranslator {
  /** One translation for each text, in the same order, each the same as that of the text alone.
   *  @throws OverloadedError if too much waits; WorkerDiedError; what the signal was aborted with. */
  translate(texts: readonly string[], options: RequestOptions): Promise<readonly TranslatedText[]>;
  readonly load: PoolLoad;
}

/** What is translated at once: as much as fills the batches of a thread, and little enough that others soon have a turn. */
const batchBounds = { characters: 4096, texts: 64 };
/** Wait before a thread is replaced that never became ready, milliseconds. */
const restartPause = 1000;

/** Worker threads that translate. Texts of several requests share batches; a thread that ends is replaced, and costs the
 *  requests whose texts it had. */
export class TranslationPool implements TextTranslator {
  readonly #options: PoolOptions;
  readonly #program: URL;
  readonly #queue: FairQueue = new FairQueue();
  readonly #idle = new Set<PoolWorker>();
  readonly #busy = new Map<PoolWorker, Batch>();
  readonly #all = new Set<PoolWorker>();
  readonly #rate: TranslationRate = new TranslationRate();
  #nextId = 0;
  #replacedWorkers = 0;
  #isClosed = false;

  private constructor(options: PoolOptions) {
    this.#options = options;
    this.#program = options.program ?? workerProgram();
  }

  /** Starts the threads.
   *  @throws UsageError or Error that says why a thread cannot load the model. */
  static async open(options: PoolOptions): Promise<TranslationPool> {
    const pool = new TranslationPool(options);
    const workers = Array.from({ length: options.workers }, () => pool.#start());
    try {
      await Promise.all(workers.map(({ ready }) => ready));
    } catch (error) {
      await pool.close();
      throw error;
    }
    return pool;
  }

  get load(): PoolLoad {
    return {
      waitingRequests: this.#queue.requests,
      waitingCharacters: this.#queue.characters,
      workers: this.#options.workers,
      readyWorkers: this.#idle.size + this.#busy.size,
      busyWorkers: this.#busy.size,
      replacedWorkers: this.#replacedWorkers,
      translatedCharacters: this.#rate.characters,
    };
  }

  translate(
    texts: readonly string[],
    { signal, beamSize, nBest }: RequestOptions,
  ): Promise<readonly TranslatedText[]> {
    if (this.#isClosed) return Promise.reject(closed());
    if (signal?.aborted) return Promise.reject(signal.reason);
    if (texts.length === 0) return Promise.resolve([]);
    const characters = texts.reduce((sum, { length }) => sum + length, 0);
    if (this.#isFull(characters)) {
      return Promise.reject(
        new OverloadedError(this.#rate.secondsFor(this.#queue.characters, this.#busy.size)),
      );
    }
    return new Promise((resolve, reject) => {
      const results = new Array<TranslatedText>(texts.length);
      let missing = texts.length;
      const give = (index: number, translated: TranslatedText): void => {
        results[index] = translated;
        missing--;
        if (missing > 0) return;
        signal?.removeEventListener("abort", onAbort);
        resolve(results);
      };
      const fail = (error: unknown): void => {
        signal?.removeEventListener("abort", onAbort);
        this.#queue.remove(request);
        reject(error);
        this.#cancelUnwanted(request);
      };
      const onAbort = (): void => fail(signal?.reason);
      const request: Request = {
        texts,
        search: { beamSize, nBest },
        onText: give,
        onFailure: fail,
      };
      signal?.addEventListener("abort", onAbort);
      this.#queue.add(request);
      this.#assign();
    });
  }

  /** Ends the threads; what is not translated by then fails. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const request of this.#queue.clear()) request.onFailure(closed());
    await Promise.all([...this.#all].map((worker) => worker.end()));
  }

  #isFull(characters: number): boolean {
    const { queueCharacters = 400_000, queueRequests = 1000 } = this.#options;
    if (this.#queue.requests === 0) return false;
    return (
      this.#queue.requests >= queueRequests || this.#queue.characters + characters > queueCharacters
    );
  }

  #start(): PoolWorker {
    const { files, isa, patience = 5000 } = this.#options;
    const worker = new PoolWorker(this.#program, { files, isa }, patience);
    this.#all.add(worker);
    let wasReady = false;
    worker.ready.then(
      () => {
        wasReady = true;
        this.#idle.add(worker);
        this.#assign();
      },
      () => void worker.end(),
    );
    void worker.ended.then(() => {
      this.#all.delete(worker);
      this.#idle.delete(worker);
      this.#busy.delete(worker);
      if (this.#isClosed) return;
      this.#replacedWorkers++;
      if (wasReady) this.#start();
      else setTimeout(() => this.#isClosed || this.#start(), restartPause);
    });
    return worker;
  }

  /** Gives work to threads that have none. */
  #assign(): void {
    for (const worker of this.#idle) {
      const items = this.#queue.takeBatch(batchBounds);
      if (items.length === 0) return;
      this.#idle.delete(worker);
      void this.#run(worker, items);
    }
  }

  async #run(worker: PoolWorker, items: readonly Item[]): Promise<void> {
    const batch: Batch = { id: this.#nextId++, open: new Set(items.map(({ request }) => request)) };
    this.#busy.set(worker, batch);
    const texts = items.map(({ request, index }) => request.texts[index]);
    const [{ request }] = items;
    const startedAt = performance.now();
    try {
      const translated = await worker.run({ id: batch.id, texts, search: request.search });
      this.#rate.count(texts, performance.now() - startedAt);
      items.forEach((item, i) => {
        if (batch.open.has(item.request)) item.request.onText(item.index, translated[i]);
      });
    } catch (error) {
      for (const waiting of [...batch.open]) waiting.onFailure(error);
      // Its end is on its way, and somebody else comes in its place.
      if (error instanceof WorkerDiedError) return;
    }
    this.#busy.delete(worker);
    this.#idle.add(worker);
    this.#assign();
  }

  /** Stops the batches in which nobody is left who waits. */
  #cancelUnwanted(request: Request): void {
    for (const [worker, { id, open }] of this.#busy) {
      if (open.delete(request) && open.size === 0) worker.cancel(id);
    }
  }
}

function closed(): Error {
  return new Error("TranslationPool: it has been closed");
}

/** What a thread has been given. */
interface Batch {
  readonly id: number;
  /** Requests that still want it. */
  readonly open: Set<Request>;
}

/** Threads run what was built, also where this file is read as it was written. */
function workerProgram(): URL {
  const isSource = import.meta.url.endsWith(".ts");
  const folder = isSource ? "../../dist/pool/" : "./";
  return new URL(`${folder}translation-worker.js`, import.meta.url);
}
