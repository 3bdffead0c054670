import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { loadCheckpoint, saveCheckpoint } from "../../src/node/checkpoint.ts";
import type { TrainingState } from "../../src/node/data-parallel-trainer.ts";
import { create, shard, stepOptions, train } from "./linear-training.ts";

describe("a step", () => {
  test("gives the same bytes for the same seed and number of workers", async () => {
    const runs: TrainingState[] = [];
    for (let run = 0; run < 2; run++) {
      await using trainer = await create({ replica: { noise: true }, nativeMatMul: "auto" });
      await train(trainer, 0, 4);
      runs.push(trainer.state());
    }
    expect(runs[0]).toEqual(runs[1]);
  });

  test("agrees between one, two and five workers within rounding", async () => {
    const losses: number[][] = [];
    for (const workers of [1, 2, 5]) {
      await using trainer = await create({ workers, replica: { noise: true } });
      losses.push((await train(trainer, 0, 3)).map(({ loss }) => loss));
    }
    for (let step = 0; step < 3; step++) {
      expect(losses[1][step]).toBeCloseTo(losses[0][step], 5);
      expect(losses[2][step]).toBeCloseTo(losses[0][step], 5);
    }
  });
});

describe("state", () => {
  test("resumes to the identical loss curve through a checkpoint", async () => {
    const folder = mkdtempSync(join(tmpdir(), "bnnkit-resume-"));
    const path = join(folder, "checkpoint");
    await using whole = await create({ replica: { noise: true } });
    const losses = await train(whole, 0, 6);
    {
      await using killed = await create({ replica: { noise: true } });
      await train(killed, 0, 2);
      await saveCheckpoint(path, { step: 2, trainer: killed.state() });
      await train(killed, 2, 3);
    }
    const saved = (await loadCheckpoint(path)) as { step: number; trainer: TrainingState };
    await using resumed = await create({ replica: { noise: true } });
    await resumed.restore(saved.trainer);
    expect(await train(resumed, saved.step, 6)).toEqual(losses.slice(2));
    expect(resumed.state()).toEqual(whole.state());
    rmSync(folder, { recursive: true });
  });
});

describe("a worker that fails is named with its cause, and nothing hangs", () => {
  test.each([
    ["exit", /worker 1 of 2 failed: it exited with code 3/],
    ["uncloneable", /worker 1 of 2 failed: no copy/],
    ["shape", /worker [01] of 2 failed: the gradient of b must have 1 values, got 7/],
  ])("%s", async (how, message) => {
    await using trainer = await create({ replica: { fail: { step: 1, shard: 5, how } } });
    const shards = [shard(4), shard(5)];
    const twoSteps = async () => {
      await trainer.step(shards, stepOptions(0));
      await trainer.step(shards, stepOptions(1));
    };
    await expect(twoSteps()).rejects.toThrow(message);
    await expect(trainer.step(shards, stepOptions(2))).rejects.toThrow(message);
  });

  test("at the start", async () => {
    await expect(create({ replica: { fail: "create" } })).rejects.toThrow(
      /worker [01] of 2 failed: no model today/,
    );
    await expect(
      create({ replicaModule: new URL("./missing.mjs", import.meta.url) }),
    ).rejects.toThrow(/worker [01] of 2 failed: Cannot find module/);
    await expect(
      create({ replicaModule: new URL("data:text/javascript,export const x = 1") }),
    ).rejects.toThrow(/must export a function createReplica/);
  });
});

describe("the end", () => {
  /** Runs a module in a process of its own, with a trainer at hand. */
  async function runProcess(
    body: string,
  ): Promise<{ stdout: string; stderr: string; code: number }> {
    const built = new URL("../../dist/node/index.js", import.meta.url);
    const replica = new URL("./linear-replica.mjs", import.meta.url);
    const script = `
      import { createDataParallelTrainer } from ${JSON.stringify(built.href)};
      const trainer = await createDataParallelTrainer({
        workers: 2,
        replicaModule: new URL(${JSON.stringify(replica.href)}),
        replicaOptions: {},
        parameters: {
          w: { shape: [200, 1], values: new Float32Array(200) },
          b: { shape: [1], values: new Float32Array(1) },
        },
        optimizer: { kind: "adam", beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
      });
      ${body}`;
    const run = promisify(execFile)(process.execPath, ["--input-type=module", "--eval", script]);
    return run.then(
      ({ stdout, stderr }) => ({ stdout, stderr, code: 0 }),
      ({ stdout, stderr, code }) => ({ stdout, stderr, code }),
    );
  }

  test("an idle trainer lets the process end", async () => {
    expect(await runProcess(`console.log("ready");`)).toMatchObject({ stdout: "ready\n", code: 0 });
  });

  test("a process may exit in the middle of a step", async () => {
    const { stderr, code } = await runProcess(`
      const shard = { x: new Float32Array(20_000 * 200), y: new Float32Array(20_000), rows: 20_000 };
      void trainer.step([shard, shard], { step: 0, learningRate: 1e-3, seed: 1 });
      setTimeout(() => process.exit(5), 30);`);
    expect({ stderr, code }).toEqual({ stderr: "", code: 5 });
  });
});
