import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { DataParallelTrainer, TrainingState } from "../../src/node/data-parallel-trainer.ts";
import {
  adam,
  create,
  features,
  type Shard,
  shard,
  stepOptions,
  train,
} from "./linear-training.ts";

/** Loss and mean gradient of the shards in float64. */
function reference(w: readonly number[], b: number, shards: readonly Shard[]) {
  const gradient = new Array<number>(features + 1).fill(0);
  let loss = 0;
  let rows = 0;
  for (const { x, y, rows: count } of shards) {
    for (let row = 0; row < count; row++) {
      let error = b - y[row];
      for (let f = 0; f < features; f++) error += x[row * features + f] * w[f];
      loss += error * error;
      for (let f = 0; f < features; f++) gradient[f] += 2 * error * x[row * features + f];
      gradient[features] += 2 * error;
    }
    rows += count;
  }
  return { loss: loss / rows, rows, gradient: gradient.map((g) => g / rows) };
}

/** With the options that most tests have: a start takes longer than any of them. */
let shared: DataParallelTrainer<Shard>;
let beginning: TrainingState;
beforeAll(async () => {
  shared = await create();
  beginning = shared.state();
});
beforeEach(() => shared.restore(beginning));
afterAll(() => shared.dispose());

describe("a step", () => {
  test("follows Adam on the mean gradient of all shards", async () => {
    await using trainer = await create({ workers: 3 });
    let w = [0.5, -0.25, 0, 1, -1];
    let b = 0.125;
    const first = new Array<number>(features + 1).fill(0);
    const second = new Array<number>(features + 1).fill(0);
    for (let step = 0; step < 3; step++) {
      const shards = [0, 1, 2, 3].map((s) => shard(s, 2 + s));
      const expected = reference(w, b, shards);
      const result = await trainer.step(shards, stepOptions(step));
      expect(result.tokens).toBe(2 + 3 + 4 + 5);
      expect(result.updated).toBe(true);
      expect(result.loss).toBeCloseTo(expected.loss, 4);
      expect(result.gradientNorm).toBeCloseTo(Math.hypot(...expected.gradient), 4);
      const moved = [...w, b].map((value, i) => {
        const g = expected.gradient[i];
        first[i] = 0.9 * first[i] + 0.1 * g;
        second[i] = 0.98 * second[i] + 0.02 * g * g;
        const mean = first[i] / (1 - 0.9 ** (step + 1));
        const root = Math.sqrt(second[i] / (1 - 0.98 ** (step + 1)));
        return value - (0.01 * (step + 1) * mean) / (root + 1e-9);
      });
      [w, b] = [moved.slice(0, features), moved[features]];
      const parameters = trainer.parameters();
      for (let f = 0; f < features; f++) expect(parameters.w[f]).toBeCloseTo(w[f], 4);
      expect(parameters.b[0]).toBeCloseTo(b, 4);
    }
  });

  test("clips the global norm and reports it unclipped", async () => {
    const shards = [shard(1), shard(2)];
    const { gradient } = reference([0.5, -0.25, 0, 1, -1], 0.125, shards);
    const norm = Math.hypot(...gradient);
    await using trainer = await create({ optimizer: { ...adam, clipNorm: norm / 4 } });
    const result = await trainer.step(shards, stepOptions(0));
    expect(result.gradientNorm).toBeCloseTo(norm, 4);
    const moments = trainer.state().firstMoments;
    for (let f = 0; f < features; f++) {
      expect(moments.w[f]).toBeCloseTo((0.1 * gradient[f]) / 4, 5);
    }
  });

  test("takes the gradient of a variable that the replica leaves out for 0", async () => {
    await using trainer = await create({ replica: { constantBias: true } });
    await train(trainer, 0, 3);
    expect(trainer.parameters().b[0]).toBe(0.125);
    expect(trainer.state().secondMoments.b[0]).toBe(0);
    expect(trainer.parameters().w[0]).not.toBe(0.5);
  });

  test("leaves the weights alone when the gradient is not finite", async () => {
    const trainer = shared;
    const before = trainer.state();
    const bad = { ...shard(1), y: Float32Array.of(0, Number.NaN, 0) };
    const result = await trainer.step([bad, shard(2)], stepOptions(0));
    expect(result).toMatchObject({ loss: Number.NaN, gradientNorm: Number.NaN, updated: false });
    expect(trainer.state()).toEqual(before);
    expect((await trainer.step([shard(1)], stepOptions(0))).updated).toBe(true);
  });

  test("refuses to overlap, and to run without shards", async () => {
    const trainer = shared;
    const running = trainer.step([shard(1)], stepOptions(0));
    await expect(trainer.step([shard(1)], stepOptions(1))).rejects.toThrow(/has not ended/);
    await running;
    await expect(trainer.step([], stepOptions(1))).rejects.toThrow(RangeError);
  });
});

describe("state", () => {
  test("is a copy", async () => {
    const trainer = shared;
    trainer.parameters().w.fill(9);
    trainer.state().parameters.w.fill(9);
    expect(trainer.parameters().w[0]).toBe(0.5);
  });

  test("of other parameters is refused and changes nothing", async () => {
    const trainer = shared;
    const state = trainer.state();
    const { b, ...withoutB } = state.parameters;
    const wrong = [
      { ...state, parameters: withoutB },
      { ...state, parameters: { ...state.parameters, c: b } },
      { ...state, secondMoments: { ...state.secondMoments, w: new Float32Array(6) } },
    ];
    for (const other of wrong) await expect(trainer.restore(other)).rejects.toThrow(RangeError);
    expect(trainer.state()).toEqual(state);
  });
});

test("evaluate answers in the order of the requests, with the current weights, and leaks no tensors", async () => {
  const trainer = shared;
  await train(trainer, 0, 2);
  const bias = trainer.parameters().b[0].toFixed(3);
  const answers = await trainer.evaluate(["a", "b", "c", "d", "e"], { step: 2 });
  expect(answers).toEqual(["a", "b", "c", "d", "e"].map((r) => `${r} at 2: ${bias}, 2 tensors`));
});

describe("a worker that fails is named with its cause, and nothing hangs", () => {
  test.each([["throw", /worker 1 of 2 failed: out of luck/]])("%s", async (how, message) => {
    await using trainer = await create({ replica: { fail: { step: 1, shard: 5, how } } });
    const shards = [shard(4), shard(5)];
    const twoSteps = async () => {
      await trainer.step(shards, stepOptions(0));
      await trainer.step(shards, stepOptions(1));
    };
    await expect(twoSteps()).rejects.toThrow(message);
    await expect(trainer.step(shards, stepOptions(2))).rejects.toThrow(message);
  });

  test("while evaluating", async () => {
    await using trainer = await create();
    await expect(trainer.evaluate(["fail"], { step: 0 })).rejects.toThrow(
      /worker 0 of 2 failed: no answer/,
    );
  });
});

describe("the end", () => {
  test("abort refuses the open step with the signal's reason", async () => {
    const controller = new AbortController();
    await using trainer = await create({ signal: controller.signal });
    const step = trainer.step([shard(1), shard(2)], stepOptions(0));
    controller.abort(new Error("enough"));
    await expect(step).rejects.toThrow("enough");
    await expect(trainer.step([shard(1)], stepOptions(1))).rejects.toThrow("enough");
  });

  test("a signal that is already aborted starts nothing", async () => {
    await expect(create({ signal: AbortSignal.abort(new Error("too late")) })).rejects.toThrow(
      "too late",
    );
  });

  test("dispose, twice without harm, leaves nothing at the signal; later calls are refused", async () => {
    const { signal } = new AbortController();
    const [add, remove] = [
      vi.spyOn(signal, "addEventListener"),
      vi.spyOn(signal, "removeEventListener"),
    ];
    const trainer = await create({ signal });
    await trainer.dispose();
    await trainer.dispose();
    expect(add).toHaveBeenCalledOnce();
    expect(remove.mock.calls[0].slice(0, 2)).toEqual(add.mock.calls[0].slice(0, 2));
    await expect(trainer.step([shard(1)], stepOptions(0))).rejects.toThrow(/disposed/);
  });

  test("abort while the workers start", async () => {
    const controller = new AbortController();
    const starting = create({ signal: controller.signal });
    setTimeout(() => controller.abort(new Error("early")), 50);
    await expect(starting).rejects.toThrow("early");
  });
});

test.each([
  [{ workers: 0 }, /workers must be a positive integer, got 0/],
  [{ workers: 1.5 }, /workers must be a positive integer, got 1.5/],
  [{ optimizer: { ...adam, beta2: 1 } }, /optimizer.beta2 must be in \[0, 1\), got 1/],
  [{ optimizer: { ...adam, clipNorm: 0 } }, /optimizer.clipNorm must be positive, got 0/],
  [{ parameters: {} }, /parameters must not be empty/],
  [{ parameters: { w: { shape: [2, 3], values: new Float32Array(5) } } }, /w of shape \[2,3\]/],
])("createDataParallelTrainer refuses %o", async (options, message) => {
  await expect(create(options)).rejects.toThrow(message);
});
