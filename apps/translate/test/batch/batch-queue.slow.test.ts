import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Outcome, runTranslate } from "../run-translate.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { killOnce } from "./kill-once.ts";
import { numberedLines, textOf } from "./numbered-lines.ts";
import { hasRedis, type RedisServer, startRedis } from "./redis-server.ts";

// Processes that are killed now and then.
const timeout = 180_000;
const folder = temporaryFolder();
const main = fileURLToPath(new URL("../../dist/main.js", import.meta.url));
const input = folder.write("in.txt", textOf(numberedLines));
let expected: string;

beforeAll(async () => {
  expected = (await runTranslate(["--input", input])).stdout;
  expect(expected.split("\n")).toHaveLength(numberedLines.length + 1);
}, timeout);

const outputOf = (name: string): string => join(folder.path, name);
const contentOf = (name: string): string => readFileSync(outputOf(name), "utf8");

describe.skipIf(!hasRedis)(
  "with a queue in Redis (skipped without redis-server)",
  { timeout },
  () => {
    let redis: RedisServer;
    const workers: ChildProcess[] = [];
    beforeAll(async () => {
      redis = await startRedis();
    });
    afterAll(async () => {
      for (const worker of workers) worker.kill("SIGKILL");
      await redis.stop();
    });

    /** Starts a worker. @returns what resolves when it has translated a chunk. */
    function startWorker(): { child: ChildProcess; hasTranslated: Promise<void> } {
      const args = [main, "batch", "--work", "--redis", redis.url, "--threads", "1", "--lock", "2"];
      const child = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "pipe"] });
      workers.push(child);
      const hasTranslated = new Promise<void>((resolve) => {
        child.stderr?.setEncoding("utf8").on("data", (text: string) => {
          if (text.includes("translated")) resolve();
        });
      });
      return { child, hasTranslated };
    }

    function put(
      source: string,
      name: string,
      onStart?: (child: ChildProcess) => void,
    ): Promise<Outcome> {
      const args = ["batch", "--redis", redis.url, source, "--output", outputOf(name)];
      return runTranslate(args, "", onStart && { onStart });
    }

    test("a worker that is killed loses nothing: others translate its lines", async () => {
      const run = put(input, "shared.txt");
      const lost = startWorker();
      await lost.hasTranslated;
      // It has its next chunks by now.
      lost.child.kill("SIGKILL");
      const other = startWorker();
      const { code } = await run;
      expect([0, 3]).toContain(code);
      expect(contentOf("shared.txt")).toBe(expected);
      const ended = new Promise((resolve) => other.child.on("close", resolve));
      other.child.kill("SIGTERM");
      expect(await ended).toBe(0);
    });

    test("who put the lines in may be killed, too, and finds what was translated", async () => {
      const output = outputOf("resumed.txt");
      // Other chunks than those that the queue has.
      const backwards = folder.write("backwards.txt", textOf(numberedLines.toReversed()));
      startWorker();
      const killed = await put(backwards, "resumed.txt", killOnce(`${output}.journal`));
      expect(killed.code).toBe(null);
      const { code } = await put(backwards, "resumed.txt");
      expect([0, 3]).toContain(code);
      const translations = expected.trimEnd().split("\n");
      const padding = numberedLines.length - translations.length;
      const all = [...translations, ...Array.from({ length: padding }, () => "")];
      expect(contentOf("resumed.txt")).toBe(textOf(all.toReversed()));
    });
  },
);
