import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import * as workerThreads from "node:worker_threads";
import { foldThresholds, packBipolar } from "@bnnkit/core";
import { afterEach, describe, expect, test, vi } from "vitest";
import { bgemm } from "../src/direct/index.ts";
import {
  createKernels,
  type Kernels,
  type PoolShape,
  packFloatLanes,
  TapeBuilder,
} from "../src/index.ts";
import * as reference from "../src/reference/index.ts";
import { TapeKernels } from "../src/tape-kernels.ts";
import { Crew } from "../src/threads/crew.ts";
import { sharedEngine } from "../src/threads/share-engine.ts";
import { inlinedModules } from "../src/wasm/inlined-modules.ts";
import {
  compileSharedModule,
  sharedMemory,
  sharedWasmEngine,
} from "../src/wasm/shared-wasm-engine.ts";
import { ArenaFixture, wasmIsas } from "./arena-fixture.ts";
import { around, convolution, convolutionInputs } from "./convolution-fixture.ts";
import { floats, signs } from "./operands.ts";

const isa = wasmIsas[0];

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

/** Compares bit for bit, at once: `toEqual` takes every number by itself. */
function sameBits(a: Float32Array | Int32Array, b: Float32Array | Int32Array): boolean {
  const [x, y] = [a, b].map((v) => new Uint8Array(v.buffer, v.byteOffset, v.byteLength));
  return Buffer.compare(x, y) === 0;
}

/** Float products and attention over `rows` rows, by kernels with so many threads; all that they wrote. */
function computeFloats(kernels: Kernels, rows: number): Float32Array {
  const [inFeatures, outFeatures] = [97, 211];
  const put = (values: Float32Array): number => {
    const offset = kernels.allocate(4 * values.length);
    kernels.float32(offset, values.length).set(values);
    return offset;
  };
  const cell = (values: readonly number[]): number => {
    const offset = kernels.allocate(4 * values.length);
    kernels.int32(offset, values.length).set(values);
    return offset;
  };
  const x = put(floats(rows * inFeatures, 1));
  const dense = packFloatLanes(floats(outFeatures * inFeatures, 2), outFeatures, inFeatures);
  const length = rows * (outFeatures + inFeatures + inFeatures);
  const out = kernels.allocate(4 * length);
  const normalized = out + 4 * rows * outFeatures;
  const context = normalized + 4 * rows * inFeatures;
  const count = cell([rows]);
  const tape = new TapeBuilder(kernels)
    .gemmFloat32({ x, weights: put(dense), rows: count, outFeatures, inFeatures, out })
    .layerNorm({
      ...{ x, rows: count, features: inFeatures, gamma: x, beta: x, epsilon: 1e-6 },
      out: normalized,
    })
    .attention({
      ...{ q: x, k: normalized, v: x, rows: count, heads: 1, headFeatures: inFeatures },
      keyStart: cell(new Array<number>(rows).fill(0)),
      keyCount: cell(new Array<number>(rows).fill(rows)),
      maximumKeys: rows,
      out: context,
    })
    .build();
  kernels.run(tape);
  return kernels.float32(out, length).slice();
}

describe("results", () => {
  test("floats and integers are equal bit for bit with 1, 2, 3 and 5 threads", async () => {
    const [a, b] = [
      packBipolar(signs(70 * 500, 1), 70, 500),
      packBipolar(signs(500 * 500, 2), 500, 500),
    ];
    const results = await Promise.all(
      [1, 2, 3, 5].map(async (threads) => {
        const kernels = await createKernels({ threads });
        expect(kernels.threads).toBe(threads);
        const outcome = { integers: bgemm(a, b, kernels), floats: computeFloats(kernels, 60) };
        kernels.dispose();
        return outcome;
      }),
    );
    expect(sameBits(results[0].integers, bgemm(a, b))).toBe(true);
    for (const { integers, floats: written } of results) {
      expect(sameBits(integers, results[0].integers)).toBe(true);
      expect(sameBits(written, results[0].floats)).toBe(true);
    }
  });

  test("what a helper computes beside thread 0 is equal too: sums and scratch memory are each thread's own", async () => {
    const [rows, outFeatures, inFeatures] = [37, 640, 1000];
    const [a, b] = [signs(rows * inFeatures, 1), signs(outFeatures * inFeatures, 2)];
    const expected = bgemm(
      packBipolar(a, rows, inFeatures),
      packBipolar(b, outFeatures, inFeatures),
    );
    const { kernels, own } = await composeKernels({ helperHasCome: () => someWritten() });
    const fixture = new ArenaFixture(kernels);
    const bits = fixture.signs(a, rows, inFeatures);
    const weights = fixture.signByteLanes(b, outFeatures, inFeatures);
    const out = fixture.ints(new Int32Array(expected.length).fill(-1e6));
    const someWritten = (): boolean => kernels.int32(out, expected.length).some((y) => y !== -1e6);
    const tape = new TapeBuilder(kernels)
      .bgemmInt32({ bits, weights, rows: fixture.ints([rows]), outFeatures, inFeatures, out })
      .build();
    for (let repeat = 0; repeat < 10; repeat++) {
      kernels.int32(out, expected.length).fill(-1e6);
      own.length = 0;
      kernels.run(tape);
      expect(sameBits(kernels.int32(out, expected.length), expected)).toBe(true);
      expect(own.length, "pieces that thread 0 ran itself").toBeLessThan(4);
    }
    kernels.dispose();
  });

  test.each<PoolShape>([
    { size: [1, 1] },
    { size: [2, 2] },
    { size: [3, 3], strides: [2, 2], padding: { top: 1, bottom: 1, left: 1, right: 1 } },
    { size: [2, 3], strides: [3, 1] },
  ])(
    "and so are convolved signs, though groups share bytes and windows of $size pixels",
    async (pool) => {
      const { kernels, own } = await composeKernels({ helperHasCome: () => someWritten() });
      const fixture = new ArenaFixture(kernels);
      const c = convolution([2, 13, 17, 21, 69, 3, 3], { groups: 3, padding: around(0, 1) });
      const norm = { scales: floats(c.outFeatures, 5), bias: floats(c.outFeatures, 6) };
      const signed = reference.bconv2dSign({ ...c, ...norm, pool });
      const { words } = packBipolar(signed, signed.length / c.outFeatures, c.outFeatures);
      const expected = Int32Array.from(words);
      const { thresholds, flips } = foldThresholds({ ...norm, inFeatures: 9 * 7 });
      const out = fixture.ints(expected.map(() => -1));
      const someWritten = (): boolean => kernels.int32(out, expected.length).some((y) => y !== -1);
      const tape = new TapeBuilder(kernels)
        .bconv2dSign({
          ...convolutionInputs(fixture, c),
          ...{ thresholds: fixture.ints(thresholds), flips: fixture.ints(flips), pool, out },
        })
        .build();
      for (let repeat = 0; repeat < 5; repeat++) {
        kernels.int32(out, expected.length).fill(-1);
        own.length = 0;
        kernels.run(tape);
        expect(sameBits(kernels.int32(out, expected.length), expected)).toBe(true);
        expect(own.length, "pieces that thread 0 ran itself").toBeLessThan(4);
      }
      kernels.dispose();
    },
  );

  test("the arena grows under the helpers, and views are over shared memory", async () => {
    const kernels = await createKernels({ threads: 2, initialBytes: 65536 });
    const before = computeFloats(kernels, 20);
    const filled = kernels.allocate(2 ** 22);
    kernels.int8(filled, 2 ** 22).fill(1);
    expect(sameBits(computeFloats(kernels, 20), before)).toBe(true);
    expect(kernels.int8(filled, 1).buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(kernels.mark() % 16).toBe(0);
    kernels.dispose();
  });
});

/**
 * Two threads that split whatever can be split; thread 0 begins the first piece since `own` was emptied when a helper has
 * come.
 */
async function composeKernels({
  helperHasCome = () => true,
  ...patience
}: {
  helperHasCome?: () => boolean;
  patienceMilliseconds?: number;
}): Promise<{ kernels: Kernels; own: number[] }> {
  const module = await compileSharedModule(inlinedModules[isa]!);
  const [threads, maximumBytes] = [2, 2 ** 24];
  const memory = sharedMemory(maximumBytes, maximumBytes);
  const engine = await sharedWasmEngine(isa, module, memory, { threads, stepsOfAThread: 1 });
  const crew = await Crew.start({ module, memory, threads }, patience);
  const own: number[] = [];
  const watched: Pick<Crew, "share" | "losses" | "terminate"> = {
    losses: [],
    terminate: () => crew.terminate(),
    share: (tape, sharing, _isLong, runPiece) =>
      crew.share(tape, sharing, true, (...piece) => {
        const end = performance.now() + 10_000;
        while (own.length === 0 && !helperHasCome() && performance.now() < end);
        own.push(piece[2]);
        runPiece(...piece);
      }),
  };
  return {
    kernels: new TapeKernels(sharedEngine(engine, threads, watched), maximumBytes, ""),
    own,
  };
}

describe("errors", () => {
  test("the first row with NaN is named, whichever thread meets it", async () => {
    const [rows, vocabularySize] = [61, 90];
    for (const threads of [1, 2, 3]) {
      const fixture = await ArenaFixture.create(isa, { threads });
      for (const bad of [[0], [60], [17, 43], [43, 44], [30, 60]]) {
        const logits = floats(rows * vocabularySize, 3);
        for (const row of bad) logits[row * vocabularySize + 5] = Number.NaN;
        const message = `run: logSoftmaxTopK (instruction 1): logits of row ${bad[0]} must hold no NaN and a finite maximum`;
        const x = fixture.floats(logits);
        const count = fixture.ints([rows]);
        const run = (): void =>
          fixture.run((tape) =>
            tape
              .relu({
                x: fixture.floats(floats(rows)),
                rows: count,
                features: 1,
                out: fixture.floats(floats(rows)),
              })
              .logSoftmaxTopK({
                ...{ logits: x, rows: count, vocabularySize, k: 1 },
                ...{ outIds: fixture.ints(new Array(rows).fill(0)) },
                outLogProbabilities: fixture.floats(floats(rows)),
              }),
          );
        expect(run).toThrow(new RangeError(message));
        for (const row of bad)
          fixture.kernels.float32(x, logits.length)[row * vocabularySize + 5] = 0;
        expect(run).not.toThrow();
      }
      fixture.kernels.dispose();
    }
  });

  test("a trap on any thread is an error, and the next tape runs", async () => {
    const fixture = await ArenaFixture.create(isa, { threads: 2 });
    const x = fixture.floats(floats(64 * 8));
    for (let repeat = 0; repeat < 5; repeat++) {
      const out = 2 ** 31 - 64;
      expect(() =>
        fixture.run((tape) => tape.relu({ x, rows: fixture.ints([64]), features: 8, out })),
      ).toThrow(/memory access out of bounds|^run: thread 1 has failed in the middle of its work$/);
    }
    const out = fixture.floatOutput(64 * 8);
    fixture.run((tape) => tape.relu({ x, rows: fixture.ints([64]), features: 8, out: out.offset }));
    expect(out.read().map((y) => y + 0)).toEqual(floats(64 * 8).map((y) => Math.max(0, y)));
    fixture.kernels.dispose();
  });
});

/** The workers that are started from now on, with another program, or refused from the given one on. */
function watchWorkers({
  refuseFrom = Number.POSITIVE_INFINITY,
  program,
}: {
  refuseFrom?: number;
  program?: string;
} = {}): workerThreads.Worker[] {
  const started: workerThreads.Worker[] = [];
  class Watched extends workerThreads.Worker {
    constructor(source: string, options: workerThreads.WorkerOptions) {
      if (started.length >= refuseFrom) throw new Error("no more workers");
      super(program ?? source, options);
      started.push(this);
    }
  }
  const original = process.getBuiltinModule;
  vi.spyOn(process, "getBuiltinModule").mockImplementation((id: string) =>
    id === "node:worker_threads" ? { ...workerThreads, Worker: Watched } : original(id),
  );
  return started;
}

describe("workers", () => {
  test("explain says how many threads run", async () => {
    const kernels = await createKernels({ threads: 2 });
    expect(kernels.explain()[0].reason).toMatch(
      /^the fastest that proves itself here;.* 2 threads/,
    );
    kernels.dispose();
    const one = await createKernels({ threads: 1 });
    expect(one.explain()[0].reason).not.toMatch(/thread/);
  });

  test("dispose ends them", async () => {
    const started = watchWorkers();
    const kernels = await createKernels({ threads: 3 });
    expect(started.length).toBe(2);
    const ends = started.map((worker) => new Promise((resolve) => worker.on("exit", resolve)));
    kernels.dispose();
    kernels.dispose();
    await Promise.all(ends);
    expect(() => kernels.mark()).toThrow("mark: the kernels have been disposed");
  });

  test("a worker that has died is done without, and explain says so", async () => {
    const started = watchWorkers();
    const kernels = await createKernels({ threads: 3 });
    const expected = computeFloats(kernels, 60);
    await started[0].terminate();
    expect(sameBits(computeFloats(kernels, 60), expected)).toBe(true);
    expect(kernels.explain()[0].reason).toMatch(/; 3 threads, 1 lost: it ended with exit code 1/);
    await started[1].terminate();
    expect(sameBits(computeFloats(kernels, 60), expected)).toBe(true);
    expect(kernels.explain()[0].reason).toMatch(/; 3 threads, 2 lost: /);
    kernels.dispose();
  });

  test("one that dies while tapes run makes none of them hang", async () => {
    const started = watchWorkers();
    for (let repeat = 0; repeat < 5; repeat++) {
      const { kernels } = await composeKernels({ patienceMilliseconds: 300 });
      const expected = computeFloats(kernels, 60);
      const ended = started[repeat].terminate();
      let same = 0;
      for (let i = 0; i < 20; i++) {
        try {
          same += Number(sameBits(computeFloats(kernels, 60), expected));
        } catch (error) {
          expect(String(error)).toMatch("run: thread 1 has vanished in the middle of its work");
          same++;
        }
      }
      expect(same).toBe(20);
      await ended;
      kernels.dispose();
    }
  });

  test("the process ends by itself though the kernels have not been disposed of", () => {
    const program = `
      import { packBipolar } from "@bnnkit/core";
      import { createKernels } from "@bnnkit/kernels";
      import { bgemm } from "@bnnkit/kernels/direct";
      const kernels = await createKernels({ threads: 3 });
      const ones = packBipolar(new Int8Array(400 * 400).fill(1), 400, 400);
      console.log(kernels.threads, bgemm(ones, ones, kernels)[399]);`;
    const output = execFileSync(process.execPath, ["--input-type=module", "-e", program], {
      cwd: fileURLToPath(new URL("..", import.meta.url)),
      encoding: "utf8",
      timeout: 20_000,
    });
    expect(output).toBe("3 400\n");
  });
});

describe("one thread runs, and explain says why", () => {
  async function explain(): Promise<string> {
    const kernels = await createKernels({ threads: 2, isa });
    expect(kernels.threads).toBe(1);
    expect(computeFloats(kernels, 3).some(Number.isNaN)).toBe(false);
    const [{ reason }] = kernels.explain();
    kernels.dispose();
    return reason;
  }

  test("in JavaScript", async () => {
    const kernels = await createKernels({ threads: 2, isa: "js" });
    expect(kernels.threads).toBe(1);
    expect(kernels.explain()[0].reason).toBe(
      "asked for; one thread: JavaScript kernels share no memory",
    );
  });

  test("without SharedArrayBuffer", async () => {
    vi.stubGlobal("SharedArrayBuffer", undefined);
    expect(await explain()).toMatch(
      /^asked for; one thread: memory cannot be shared: the page is not cross-origin isolated/,
    );
  });

  test("on a page that is not cross-origin isolated", async () => {
    vi.stubGlobal("crossOriginIsolated", false);
    expect(await explain()).toMatch(/; one thread: memory cannot be shared: the page is not cross/);
  });

  test("where so much memory cannot be shared", async () => {
    const { instantiate, Memory, validate, compile } = WebAssembly;
    function UnsharedMemory(descriptor: WebAssembly.MemoryDescriptor): WebAssembly.Memory {
      if (descriptor.shared === true) throw new RangeError("could not allocate memory");
      return new Memory(descriptor);
    }
    vi.stubGlobal("WebAssembly", { instantiate, Memory: UnsharedMemory, validate, compile });
    expect(await explain()).toMatch(
      /; one thread: no shared memory of \d+ bytes: give a smaller maximumBytes/,
    );
  });

  test("in an arena with no room for two", async () => {
    const kernels = await createKernels({ threads: 2, isa, maximumBytes: 6208 });
    expect(kernels.explain()[0].reason).toMatch(/; one thread: maximumBytes \(6208\) is too small/);
  });

  test("without workers", async () => {
    vi.spyOn(process, "getBuiltinModule").mockReturnValue(undefined);
    expect(await explain()).toMatch(/; one thread: there are no workers here/);
  });

  test("where a worker does not start, and the others are ended", async () => {
    const started = watchWorkers({ refuseFrom: 1 });
    const kernels = await createKernels({ threads: 3, isa });
    expect(kernels.explain()[0].reason).toMatch(/; one thread: no more workers/);
    await new Promise((resolve) => started[0].on("exit", resolve));
  });

  test("where a worker ends at once", async () => {
    const started = watchWorkers({ program: "process.exit(7)" });
    expect(await explain()).toMatch(/; one thread: it ended with exit code 7/);
    expect(started.length).toBe(1);
  });
});
