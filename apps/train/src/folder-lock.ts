import { readFileSync, rmdirSync, rmSync } from "node:fs";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { UsageError } from "./errors.ts";
import { makeFolder } from "./make-folder.ts";

/** The file in a folder that says which process writes there. */
export const lockFileName = "bnnkit.lock";

/** The process that holds a folder. */
interface LockHolder {
  readonly pid: number;
  readonly host: string;
  /** When it took the folder, ISO 8601. */
  readonly since: string;
  /** When the system started the process, in its own ticks: another process of the same number has another. */
  readonly processStart?: string | undefined;
}

/** A folder that no other command may write to until this is disposed of, or the process ends. */
export interface FolderLock {
  [Symbol.dispose](): void;
}

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
const held = new Set<FolderLock>();

/** Takes a folder for this process, and makes it where there is none. A lock whose process is gone is taken over.
 *  @param note  is told what was taken over
 *  @throws UsageError naming the process that holds it. */
export async function lockFolder(
  folder: string,
  note: (text: string) => void = (text) => void process.stderr.write(`${text}\n`),
): Promise<FolderLock> {
  const firstMade = await makeFolder(folder);
  const path = join(folder, lockFileName);
  const content = JSON.stringify({
    pid: process.pid,
    host: hostname(),
    since: new Date().toISOString(),
    processStart: processStart(process.pid),
  } satisfies LockHolder);
  while (!(await writeNew(path, `${content}\n`))) {
    const found = await readFile(path, "utf8").catch(() => undefined);
    if (found === undefined || (await isBeingWritten(path, found))) continue;
    const holder = parseHolder(found);
    if (holder !== undefined && isAlive(holder)) throw heldBy(path, folder, holder);
    if (await removeStale(path, found)) {
      note(`${path}: left by ${nameOf(holder)}, which is gone; taken over`);
    }
  }
  return hold(path, content, { folder, firstMade });
}

/** @returns whether there was no file of that name. */
async function writeNew(path: string, content: string): Promise<boolean> {
  try {
    await writeFile(path, content, { flag: "wx" });
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

/** Between the making of the file and its first line it is empty; one that stays so was left by a kill. */
async function isBeingWritten(path: string, found: string): Promise<boolean> {
  if (found !== "") return false;
  await setTimeout(200);
  return (await readFile(path, "utf8").catch(() => found)) !== found;
}

/** Moves the lock away, unless another process was faster and it is that one's now.
 *  @returns whether it was the stale one */
async function removeStale(path: string, stale: string): Promise<boolean> {
  const aside = `${path}.${process.pid}.stale`;
  try {
    await rename(path, aside);
  } catch {
    return false;
  }
  const moved = await readFile(aside, "utf8").catch(() => stale);
  if (moved !== stale) await writeNew(path, moved);
  await rm(aside, { force: true });
  return moved === stale;
}

function hold(
  path: string,
  content: string,
  { folder, firstMade }: { readonly folder: string; readonly firstMade: string | undefined },
): FolderLock {
  const lock: FolderLock = {
    [Symbol.dispose]() {
      if (!held.delete(lock)) return;
      if (held.size === 0) stopListening();
      if (readNow(path)?.trim() !== content) return;
      rmSync(path, { force: true });
      if (firstMade !== undefined) removeEmpty(folder, firstMade);
    },
  };
  if (held.size === 0) listen();
  held.add(lock);
  return lock;
}

function releaseAll(): void {
  for (const lock of held) lock[Symbol.dispose]();
}

/** A signal that nobody else listens to ends the process as it would have done. */
function onSignal(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) return;
  releaseAll();
  process.kill(process.pid, signal);
}

function listen(): void {
  process.on("exit", releaseAll);
  for (const signal of signals) process.on(signal, onSignal);
}

function stopListening(): void {
  process.off("exit", releaseAll);
  for (const signal of signals) process.off(signal, onSignal);
}

/** Removes a folder that was made for the lock and got nothing else, and those above it up to the first that was made. */
function removeEmpty(folder: string, firstMade: string): void {
  try {
    for (let path = folder; path.length >= firstMade.length; path = dirname(path)) rmdirSync(path);
  } catch {
    // It is in use: not empty.
  }
}

function parseHolder(text: string): LockHolder | undefined {
  try {
    const holder: unknown = JSON.parse(text);
    return isHolder(holder) ? holder : undefined;
  } catch {
    return undefined;
  }
}

function isHolder(holder: unknown): holder is LockHolder {
  return (
    typeof holder === "object" &&
    holder !== null &&
    "pid" in holder &&
    Number.isInteger(holder.pid) &&
    "host" in holder &&
    typeof holder.host === "string" &&
    "since" in holder &&
    typeof holder.since === "string"
  );
}

/** Whether the holder may still be at work; of another machine nothing can be known. */
function isAlive({ pid, host, processStart: start }: LockHolder): boolean {
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
  } catch (error) {
    const isGone = error instanceof Error && "code" in error && error.code === "ESRCH";
    if (isGone) return false;
  }
  const startNow = processStart(pid);
  return start === undefined || startNow === undefined || start === startNow;
}

/** When a process was started, in clock ticks since the system was; undefined where the system does not tell.
 *
 *  proc_pid_stat(5): field 22; the name, field 2, stands in parentheses and may hold any character. */
function processStart(pid: number): string | undefined {
  const status = readNow(`/proc/${pid}/stat`);
  return status?.slice(status.lastIndexOf(")") + 2).split(" ")[22 - 3];
}

function readNow(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

function nameOf(holder: LockHolder | undefined): string {
  if (holder === undefined) return "a process that did not write its name";
  return `process ${holder.pid} on ${holder.host}, started to write there at ${holder.since}`;
}

function heldBy(path: string, folder: string, holder: LockHolder): UsageError {
  return new UsageError(
    `${folder}: in use by process ${holder.pid} on ${holder.host} since ${holder.since}; wait for its end or name another folder` +
      (holder.host === hostname() ? "" : ` (if it is gone, remove ${path})`),
  );
}
