import { checkPositiveInteger, type PlatformAbortSignal } from "@bnnkit/core";
import { locateYosys, yosysVersion } from "./locate-yosys.ts";
import { type StartedWorker, startWorker } from "./start-worker.ts";

export interface YosysOptions {
  /** Milliseconds after which the worker is ended. Default 600,000: mapping to gates can take a search too far. */
  readonly timeout?: number;
  readonly signal?: PlatformAbortSignal;
  /** Where `@yowasp/yosys` is, for pages whose bundler does not know. Default: as the package resolves. */
  readonly url?: string;
}

/** Yosys ended with an error; `log` is the end of what it said. */
export class YosysError extends Error {
  override readonly name = "YosysError";
  readonly log: string;
  constructor(message: string, log: string) {
    super(message);
    this.log = log;
  }
}

/**
 * Runs a script of Yosys in a worker of its own, over files by name; the files it wrote come back, texts as strings.
 *
 * @throws Error (rejects) if `@yowasp/yosys` is not installed or is another release, or its worker ends; {@link YosysError} for a script that fails; a
 *   `DOMException` named TimeoutError after `timeout`, and the signal's reason once it is aborted.
 */
export async function runYosys(
  script: string,
  files: Readonly<Record<string, string>>,
  options: YosysOptions = {},
): Promise<Readonly<Record<string, string>>> {
  const { timeout = 600_000, signal, url = locateYosys() } = options;
  checkPositiveInteger("runYosys", "timeout", timeout);
  signal?.throwIfAborted();
  const { promise, resolve, reject } = withResolvers<unknown>();
  let worker: StartedWorker | undefined;
  const abort = (): void => reject(signal?.reason);
  const timer = setTimeout(() => {
    reject(new DOMException(`runYosys: no result after ${timeout / 1000} s`, "TimeoutError"));
  }, timeout);
  signal?.addEventListener("abort", abort);
  try {
    worker = startWorker({ message: resolve, error: reject });
    worker.post({ url, args: ["-q", "-p", script], files });
    return filesOf(await promise);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", abort);
    worker?.terminate();
  }
}

function withResolvers<T>(): {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (reason: unknown) => void;
} {
  let settle: { resolve: (value: T) => void; reject: (reason: unknown) => void } | undefined;
  const promise = new Promise<T>((resolve, reject) => {
    settle = { resolve, reject };
  });
  if (settle === undefined) throw new Error("a promise runs its executor at once");
  return { promise, ...settle };
}

function filesOf(message: unknown): Readonly<Record<string, string>> {
  const { version, files, error, log } = Object(message);
  if (error !== undefined) {
    const said = /ERROR: .*/.exec(String(log))?.[0] ?? String(error);
    throw new YosysError(`runYosys: ${said}`, String(log));
  }
  if (version !== yosysVersion) {
    throw new Error(`synthesis: @yowasp/yosys must be ${yosysVersion}, got ${version}`);
  }
  const texts = Object.entries(Object(files)).filter(
    (entry): entry is [string, string] => typeof entry[1] === "string",
  );
  return Object.fromEntries(texts);
}
