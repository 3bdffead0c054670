import { mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { readFile, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { loadCheckpoint, previousCheckpoint, saveCheckpoint } from "../../src/node/checkpoint.ts";

let folder = "";
let path = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "bnnkit-checkpoint-"));
  path = join(folder, "run.checkpoint");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const state = {
  step: 17,
  position: 2n ** 40n,
  none: undefined,
  parameters: { w: Float32Array.of(0, -0, 1.5, Number.NaN, -1e-45) },
  vocabulary: new Map([["ä", 7]]),
};

describe("saveCheckpoint and loadCheckpoint", () => {
  test("give back what was saved, bit for bit", async () => {
    await saveCheckpoint(path, state);
    expect(await loadCheckpoint(path)).toEqual(state);
  });

  test("save only the part of a buffer that a view shows", async () => {
    const view = new Float32Array(1000).fill(3).subarray(500, 503);
    await saveCheckpoint(path, view);
    expect((await readFile(path)).length).toBeLessThan(200);
    expect(await loadCheckpoint(path)).toEqual(Float32Array.of(3, 3, 3));
  });

  test("keep the previous checkpoint and leave no temporary file", async () => {
    await saveCheckpoint(path, 1);
    await saveCheckpoint(path, 2);
    await saveCheckpoint(path, 3);
    expect(await loadCheckpoint(path)).toBe(3);
    expect(await loadCheckpoint(previousCheckpoint(path))).toBe(2);
    expect(readdirSync(folder).sort()).toEqual(["run.checkpoint", "run.checkpoint.previous"]);
  });

  test("survive what a kill during an earlier save left behind", async () => {
    await saveCheckpoint(path, 1);
    await writeFile(`${path}.partial`, "half a checkpoint");
    await writeFile(`${path}.previous.partial`, "half a copy");
    expect(await loadCheckpoint(path)).toBe(1);
    await saveCheckpoint(path, 2);
    expect(await loadCheckpoint(path)).toBe(2);
    expect(readdirSync(folder).sort()).toEqual(["run.checkpoint", "run.checkpoint.previous"]);
  });

  test("name a missing folder and a missing file", async () => {
    await expect(saveCheckpoint(join(folder, "none", "x"), 1)).rejects.toThrow(
      /no such folder: .*x$/,
    );
    await expect(loadCheckpoint(path)).rejects.toThrow(/cannot read .*run\.checkpoint: ENOENT/);
  });

  test.skipIf(process.platform !== "linux")("report a full disk and keep the old one", async () => {
    await saveCheckpoint(path, 1);
    symlinkSync("/dev/full", `${path}.partial`);
    await expect(saveCheckpoint(path, new Uint8Array(100_000))).rejects.toThrow(
      /no space left on the disk for 100\d\d\d bytes: .*run\.checkpoint$/,
    );
    expect(await loadCheckpoint(path)).toBe(1);
    expect(readdirSync(folder)).toEqual(["run.checkpoint"]);
  });
});

describe("loadCheckpoint refuses", () => {
  beforeEach(() => saveCheckpoint(path, state));

  test.each([0, 1, 7, 8, 30, 55, 56, 57])("a file cut to %i bytes", async (length) => {
    await truncate(path, length);
    await expect(loadCheckpoint(path)).rejects.toThrow(RangeError);
    await expect(loadCheckpoint(path)).rejects.toThrow(
      length < 8 ? /is not a bnnkit checkpoint/ : /is truncated/,
    );
  });

  test("a file with bytes after its end", async () => {
    await writeFile(path, Buffer.concat([await readFile(path), Buffer.alloc(1)]));
    await expect(loadCheckpoint(path)).rejects.toThrow(/must have \d+ bytes, got \d+/);
  });

  test("one flipped bit anywhere", async () => {
    const intact = await readFile(path);
    for (let at = 0; at < intact.length; at++) {
      if (at >= 12 && at < 16) continue; // reserved
      const bytes = Buffer.from(intact);
      bytes[at] ^= 1 << (at % 8);
      await writeFile(path, bytes);
      await expect(loadCheckpoint(path), `bit in byte ${at}`).rejects.toThrow(RangeError);
    }
  });

  test("another format version", async () => {
    const bytes = await readFile(path);
    bytes.writeUInt32LE(2, 8);
    await writeFile(path, bytes);
    await expect(loadCheckpoint(path)).rejects.toThrow(/has format version 2, expected 1/);
  });

  test("and points to the previous checkpoint", async () => {
    await saveCheckpoint(path, 2);
    await truncate(path, 57);
    await expect(loadCheckpoint(path)).rejects.toThrow(/the one before it is .*\.previous/);
    expect(await loadCheckpoint(previousCheckpoint(path))).toEqual(state);
  });
});
