import { afterEach, describe, expect, test } from "vitest";
import { UsageError } from "../../src/exit-code.ts";
import { loadModel, readModelFiles } from "../../src/load-model.ts";
import { OverloadedError, WorkerDiedError } from "../../src/pool/pool-errors.ts";
import { type PoolOptions, TranslationPool } from "../../src/pool/translation-pool.ts";

const stub = {
  program: new URL("./stub-worker.mjs", import.meta.url),
  files: { modelBytes: new Uint8Array(0), tokenizerJson: "" },
};
const search = { beamSize: 1, nBest: 1 };

let pool: TranslationPool;
afterEach(() => pool?.close());

async function openStub(options: Partial<PoolOptions> = {}): Promise<TranslationPool> {
  pool = await TranslationPool.open({ ...stub, workers: 1, ...options });
  return pool;
}

/** Texts of the translations. */
async function translate(
  texts: readonly string[],
  signal?: AbortSignal,
): Promise<readonly string[]> {
  return (await pool.translate(texts, { ...search, signal })).map(({ text }) => text);
}

describe("a pool", () => {
  test("gives one translation for each text, in order, and none for none", async () => {
    await openStub({ workers: 2 });
    expect(await translate(["b", "", "a"])).toEqual(["B 3", " 3", "A 3"]);
    expect(await translate([])).toEqual([]);
  });

  test("puts texts of several requests into one batch", async () => {
    await openStub();
    const first = translate(["first"]);
    const others = [translate(["x", "y"]), translate(["z"])];
    expect(await first).toEqual(["FIRST 1"]);
    expect(await Promise.all(others)).toEqual([["X 3", "Y 3"], ["Z 3"]]);
  });

  test("refuses what it cannot load", async () => {
    const files = { ...stub.files, tokenizerJson: "unfit" };
    await expect(TranslationPool.open({ ...stub, files, workers: 2 })).rejects.toThrow(UsageError);
  });

  test("refuses what would wait too long, but not what comes alone", async () => {
    await openStub({ queueCharacters: 10, queueRequests: 2 });
    const long = "x".repeat(100);
    const stop = new AbortController();
    const working = translate(["hang"], stop.signal);
    const waiting = translate([long]);
    await expect(translate(["y"])).rejects.toThrow(OverloadedError);
    await expect(translate(["y"])).rejects.toMatchObject({ retryAfter: 1 });
    stop.abort(new Error("enough"));
    await expect(working).rejects.toThrow("enough");
    expect(await waiting).toEqual([`${long.toUpperCase()} 1`]);
  });

  test("refuses more requests than may wait", async () => {
    await openStub({ queueRequests: 1 });
    const stop = new AbortController();
    const working = translate(["hang"], stop.signal);
    const waiting = translate(["x"]);
    await expect(translate(["y"])).rejects.toThrow(OverloadedError);
    stop.abort(new Error("enough"));
    await expect(working).rejects.toThrow("enough");
    expect(await waiting).toEqual(["X 1"]);
  });
});

describe("a thread that dies", () => {
  test("costs the requests whose texts it had, and is replaced", async () => {
    await openStub();
    const dying = translate(["die"]);
    const waiting = translate(["next"]);
    await expect(dying).rejects.toThrow(WorkerDiedError);
    expect(await waiting).toEqual(["NEXT 1"]);
    expect(pool.load).toMatchObject({ replacedWorkers: 1, readyWorkers: 1, busyWorkers: 0 });
  });

  test("fails a request whose other texts wait or are elsewhere, once", async () => {
    await openStub({ workers: 2 });
    const texts = ["die", ...Array.from({ length: 300 }, (_, i) => `text ${i}`)];
    await expect(translate(texts)).rejects.toThrow(WorkerDiedError);
    expect(pool.load).toMatchObject({ waitingRequests: 0, waitingCharacters: 0 });
    expect(await translate(["x"])).toEqual(["X 1"]);
  });

  test("a job that fails costs its requests, and no thread", async () => {
    await openStub();
    await expect(translate(["fail"])).rejects.toThrow("failed as told");
    expect(await translate(["x"])).toEqual(["X 1"]);
    expect(pool.load.replacedWorkers).toBe(0);
  });
});

describe("a request that is given up", () => {
  test("leaves its place in the queue", async () => {
    await openStub();
    const stop = new AbortController();
    const working = translate(["hang"], stop.signal);
    const waiting = translate(["x", "y"], stop.signal);
    expect(pool.load).toMatchObject({ waitingRequests: 1, waitingCharacters: 2, busyWorkers: 1 });
    stop.abort(new Error("given up"));
    await expect(working).rejects.toThrow("given up");
    await expect(waiting).rejects.toThrow("given up");
    expect(pool.load).toMatchObject({ waitingRequests: 0, waitingCharacters: 0 });
    expect(await translate(["z"])).toEqual(["Z 1"]);
    await expect(translate(["z"], stop.signal)).rejects.toThrow("given up");
  });

  test("ends a thread that does not listen", async () => {
    await openStub({ patience: 100 });
    await expect(translate(["deaf"], AbortSignal.timeout(50))).rejects.toThrow(/timeout/);
    expect(await translate(["x"])).toEqual(["X 1"]);
    expect(pool.load.replacedWorkers).toBe(1);
  });
});

test("a closed pool fails what it had, and takes nothing", async () => {
  await openStub();
  const working = translate(["hang"]);
  const waiting = translate(["x"]);
  const outcomes = Promise.allSettled([working, waiting]);
  await pool.close();
  expect((await outcomes).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  await expect(translate(["x"])).rejects.toThrow("closed");
});

test("threads with the model translate as the model alone", { timeout: 120_000 }, async () => {
  const files = await readModelFiles({});
  pool = await TranslationPool.open({ files, workers: 2 });
  const texts = [
    "Where is my new car?",
    "",
    "Select the cells that you want to copy.",
    "I am tired.",
  ];
  const together = await Promise.all(texts.map((text) => translate([text])));
  using translator = await loadModel({ threads: 1 });
  const alone = await translator.translate(texts);
  expect(together.flat()).toEqual(alone.map(({ text }) => text));
  expect(await translate(texts)).toEqual(together.flat());
});
