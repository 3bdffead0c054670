import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  listSnapshots,
  makeRunFolder,
  pruneSnapshots,
  type RunFolder,
  runFolder,
  snapshotPath,
} from "../../src/fit/run-folder.ts";

let folder: RunFolder;
beforeEach(async () => {
  folder = runFolder(await mkdtemp(join(tmpdir(), "bnnkit-run-folder-")));
  await makeRunFolder(folder);
});
afterEach(() => rm(folder.path, { recursive: true }));

const runs = ["0000000a", undefined, "ffffffff"];
async function leaveSnapshots(steps: readonly number[]): Promise<void> {
  for (const runId of runs) {
    for (const step of steps) await writeFile(snapshotPath(folder, { step, runId }), "");
  }
}

describe("snapshots", () => {
  test("have the step and the run in their name, those of older runs the step alone", () => {
    const name = (runId: string | undefined) =>
      basename(snapshotPath(folder, { step: 500, runId }));
    expect(name("1a2b3c4d")).toBe("step-00000500-1a2b3c4d.checkpoint");
    expect(name(undefined)).toBe("step-00000500.checkpoint");
  });

  test("are listed with both, by step", async () => {
    await leaveSnapshots([9, 10]);
    await writeFile(join(folder.snapshots, "step-00000011.checkpoint.previous"), "");
    const found = await listSnapshots(folder);
    expect(found.map(({ step }) => step)).toEqual([9, 9, 9, 10, 10, 10]);
    expect(new Set(found.map(({ runId }) => runId))).toEqual(new Set(runs));
    for (const snapshot of found) expect(snapshotPath(folder, snapshot)).toBe(snapshot.path);
  });

  test("are none where there is no folder", async () => {
    expect(await listSnapshots(runFolder(join(folder.path, "none")))).toEqual([]);
  });

  test.each(runs)("of run %s alone are counted and removed", async (runId) => {
    await leaveSnapshots([1, 2, 3]);
    await pruneSnapshots(folder, { runId, keep: 1 });
    const left = (await readdir(folder.snapshots)).length;
    expect(left).toBe(7);
    const own = (await listSnapshots(folder)).filter((snapshot) => snapshot.runId === runId);
    expect(own.map(({ step }) => step)).toEqual([3]);
  });
});
