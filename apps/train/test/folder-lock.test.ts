import { spawn } from "node:child_process";
import { once } from "node:events";
import { access, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { lockFileName, lockFolder } from "../src/folder-lock.ts";

let parent: string;
let folder: string;
let lockFile: string;
let notes: string[];
const note = (text: string): void => void notes.push(text);

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), "bnnkit-lock-"));
  folder = join(parent, "a", "run");
  lockFile = join(folder, lockFileName);
  notes = [];
});
afterEach(() => rm(parent, { recursive: true }));

const holder = { pid: process.pid, host: hostname(), since: "2024-05-06T07:08:09.000Z" };
async function leaveLock(content: string | object): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(lockFile, typeof content === "string" ? content : JSON.stringify(content));
}
/** The number of a process that has ended. */
async function endedProcess(): Promise<number> {
  const child = spawn(process.execPath, ["--version"], { stdio: "ignore" });
  await once(child, "exit");
  return child.pid ?? Number.NaN;
}

describe("lockFolder", () => {
  test("writes who holds the folder, and refuses a second holder by that name", async () => {
    using _lock = await lockFolder(folder, note);
    const written = JSON.parse(await readFile(lockFile, "utf8"));
    expect(written).toMatchObject({ pid: process.pid, host: hostname() });
    expect(Math.abs(Date.now() - Date.parse(written.since))).toBeLessThan(60_000);
    await expect(lockFolder(folder, note)).rejects.toMatchObject({
      name: "UsageError",
      message: `${folder}: in use by process ${process.pid} on ${hostname()} since ${written.since}; wait for its end or name another folder`,
    });
    expect(notes).toEqual([]);
  });

  test("lets go when disposed of, and takes the folder it made with it if that is empty", async () => {
    (await lockFolder(folder, note))[Symbol.dispose]();
    expect(await readdir(parent)).toEqual([]);
    const again = await lockFolder(folder, note);
    await writeFile(join(folder, "x"), "");
    again[Symbol.dispose]();
    expect(await readdir(folder)).toEqual(["x"]);
  });

  test("leaves a folder that was there before", async () => {
    await mkdir(folder, { recursive: true });
    (await lockFolder(folder, note))[Symbol.dispose]();
    expect(await readdir(folder)).toEqual([]);
  });

  test("one of many at once gets it", async () => {
    const tries = await Promise.allSettled(Array.from({ length: 8 }, () => lockFolder(folder)));
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const tried of tries) if (tried.status === "fulfilled") tried.value[Symbol.dispose]();
  });

  test("takes over from a process that is gone, and says so", async () => {
    const pid = await endedProcess();
    await leaveLock({ ...holder, pid });
    using _lock = await lockFolder(folder, note);
    expect(JSON.parse(await readFile(lockFile, "utf8")).pid).toBe(process.pid);
    expect(notes).toEqual([
      `${lockFile}: left by process ${pid} on ${hostname()}, started to write there at ${holder.since}, which is gone; taken over`,
    ]);
    expect(await readdir(folder)).toEqual([lockFileName]);
  });

  test("one of many at once takes over", async () => {
    await leaveLock({ ...holder, pid: await endedProcess() });
    const tries = await Promise.allSettled(
      Array.from({ length: 8 }, () => lockFolder(folder, note)),
    );
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const tried of tries) if (tried.status === "fulfilled") tried.value[Symbol.dispose]();
  });

  test.skipIf(process.platform !== "linux")(
    "takes over from a process whose number another one has now",
    async () => {
      await leaveLock({ ...holder, processStart: "1" });
      using _lock = await lockFolder(folder, note);
      expect(notes).toHaveLength(1);
    },
  );

  test("a process that lives holds it also where its start is not known", async () => {
    await leaveLock(holder);
    await expect(lockFolder(folder, note)).rejects.toThrow(`in use by process ${process.pid}`);
  });

  test("of another machine nothing is known: refused, with the file to remove", async () => {
    await leaveLock({ ...holder, host: "elsewhere", pid: await endedProcess() });
    await expect(lockFolder(folder, note)).rejects.toThrow(
      `on elsewhere since ${holder.since}; wait for its end or name another folder (if it is gone, remove ${lockFile})`,
    );
  });

  test.each(["", "no JSON", "[]"])("takes over a lock that reads %j", async (content) => {
    await leaveLock(content);
    using _lock = await lockFolder(folder, note);
    expect(notes[0]).toContain("left by a process that did not write its name");
  });

  test("does not remove a lock that is another's by now", async () => {
    const lock = await lockFolder(folder, note);
    await writeFile(lockFile, JSON.stringify({ ...holder, pid: 1 }));
    lock[Symbol.dispose]();
    await access(lockFile);
  });
});

describe("a process that ends lets go", () => {
  const script = (then: string): string =>
    `import { lockFolder } from ${JSON.stringify(new URL("../dist/folder-lock.js", import.meta.url).href)};
     await lockFolder(process.argv[1]); console.log("locked"); ${then}`;
  const run = (then: string) =>
    spawn(process.execPath, ["--input-type=module", "--eval", script(then), folder], {
      stdio: ["ignore", "pipe", "inherit"],
    });

  test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("by %s, as it would have", async (signal) => {
    const child = run("setInterval(() => undefined, 1000);");
    await once(child.stdout, "data");
    await access(lockFile);
    child.kill(signal);
    expect(await once(child, "exit")).toEqual([null, signal]);
    expect(await readdir(parent)).toEqual([]);
  });

  test.each(["throw new Error('expected: ends the process');", "process.exit(1);"])(
    "by %s",
    async (then) => {
      const child = run(then);
      expect(await once(child, "exit")).toEqual([1, null]);
      expect(await readdir(parent)).toEqual([]);
    },
  );

  test("not by SIGKILL, but the next one takes over", async () => {
    const child = run("setInterval(() => undefined, 1000);");
    await once(child.stdout, "data");
    child.kill("SIGKILL");
    await once(child, "exit");
    using _lock = await lockFolder(folder, note);
    expect(notes[0]).toContain(`left by process ${child.pid} on `);
  });
});
