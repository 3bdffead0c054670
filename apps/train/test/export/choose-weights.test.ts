import { mkdtemp, rm, truncate } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { saveCheckpoint } from "@bnnkit/training-backend/node";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { chooseWeights, type WeightsChoice } from "../../src/export/choose-weights.ts";
import { defaultConfig } from "../../src/fit/fit-config.ts";
import {
  makeRunFolder,
  type RunFolder,
  runFolder,
  snapshotPath,
} from "../../src/fit/run-folder.ts";
import type { RunState, WeightsState } from "../../src/fit/run-state.ts";
import { transformerConfigOf } from "../../src/fit/transformer-config.ts";

let folder: RunFolder;
let notes: string[];
beforeEach(async () => {
  folder = runFolder(await mkdtemp(join(tmpdir(), "bnnkit-choose-")));
  await makeRunFolder(folder);
  notes = [];
});
afterEach(() => rm(folder.path, { recursive: true }));

type Id = string | undefined;
const model = transformerConfigOf(defaultConfig, 300);
/** Weights whose only value is their step. */
const weights = (runId: Id, step: number): WeightsState => ({
  kind: "weights",
  model,
  step,
  score: undefined,
  parameters: { w: Float32Array.of(step) },
  ...(runId !== undefined && { runId }),
});
const saveRun = (runId: Id): Promise<void> => {
  const empty = { updates: 0, parameters: {}, firstMoments: {}, secondMoments: {} };
  const state: RunState = {
    kind: "run",
    config: defaultConfig,
    dataSha256: "",
    step: 3,
    position: { epoch: 0, batch: 0 },
    tokens: 0,
    seconds: 0,
    trainer: empty,
    losses: [],
    validations: [],
    best: undefined,
    evaluatedStep: undefined,
    ...(runId !== undefined && { runId }),
  };
  return saveCheckpoint(folder.checkpoint, state);
};
const saveSnapshots = async (runId: Id, steps: readonly number[]): Promise<void> => {
  for (const step of steps) {
    await saveCheckpoint(snapshotPath(folder, { step, runId }), weights(runId, step));
  }
};
const chosen = async (choice: WeightsChoice): Promise<number> => {
  const { parameters } = await chooseWeights(folder, choice, (text) => void notes.push(text));
  return parameters.w[0];
};
const last: WeightsChoice = { kind: "last" };
const average = (count: number): WeightsChoice => ({ kind: "average", count });

describe.each<[Id, Id]>([
  ["0000000a", "ffffffff"],
  ["ffffffff", "0000000a"],
  ["ffffffff", undefined],
  [undefined, "ffffffff"],
])("where run %s lives in the folder of the longer run %s", (own, other) => {
  beforeEach(async () => {
    await saveRun(own);
    await saveSnapshots(own, [1, 2, 3]);
    await saveSnapshots(other, [2, 7, 8]);
  });

  test("last and average are of its snapshots, and the others are named", async () => {
    expect(await chosen(last)).toBe(3);
    expect(await chosen(average(2))).toBe(2.5);
    expect(notes).toEqual(Array(2).fill(`${folder.snapshots}: 3 of another run left out`));
    await expect(chosen(average(4))).rejects.toThrow("must hold 4 snapshots, got 3");
  });

  test("so they are where its checkpoint is cut and the one before it is whole", async () => {
    await saveRun(own);
    await truncate(folder.checkpoint, 60);
    expect(await chosen(last)).toBe(3);
  });

  test("so they are where only the best weights tell the run", async () => {
    await rm(folder.checkpoint);
    await saveCheckpoint(folder.best, weights(own, 2));
    expect(await chosen(last)).toBe(3);
  });

  test("its best weights are taken, the other's are not", async () => {
    await saveCheckpoint(folder.best, weights(own, 2));
    expect(await chosen({ kind: "best" })).toBe(2);
    await saveCheckpoint(folder.best, weights(other, 7));
    await expect(chosen({ kind: "best" })).rejects.toThrow(
      /has no best weights yet .*; best.checkpoint is that of another run$/,
    );
  });
});

test("a folder of nothing but snapshots has those", async () => {
  await saveSnapshots(undefined, [1, 2]);
  expect(await chosen(last)).toBe(2);
  expect(notes).toEqual([]);
});
