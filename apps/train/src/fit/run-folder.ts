import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { makeFolder } from "../make-folder.ts";

/** The files of one training run. */
export interface RunFolder {
  readonly path: string;
  /** Full state, from which the run goes on. */
  readonly checkpoint: string;
  /** Weights with the best validation score. */
  readonly best: string;
  readonly snapshots: string;
  readonly config: string;
  readonly lossCsv: string;
  readonly validationCsv: string;
  readonly lossPicture: string;
}

/** Names of the files of a run in `path`. */
export function runFolder(path: string): RunFolder {
  return {
    path,
    checkpoint: join(path, "run.checkpoint"),
    best: join(path, "best.checkpoint"),
    snapshots: join(path, "snapshots"),
    config: join(path, "config.json"),
    lossCsv: join(path, "loss.csv"),
    validationCsv: join(path, "validation.csv"),
    lossPicture: join(path, "loss.svg"),
  };
}

/** Makes the folder and what is in it. */
export async function makeRunFolder(folder: RunFolder): Promise<void> {
  await makeFolder(folder.snapshots);
}

/** Weights of a step of a run. */
export interface Snapshot {
  readonly path: string;
  readonly step: number;
  /** The run that they are of; snapshots of older runs do not tell. */
  readonly runId: string | undefined;
}

/** Name of the snapshot of a step: `step-00000500-1a2b3c4d.checkpoint`, without the run where it has no id. */
export function snapshotPath(
  { snapshots }: RunFolder,
  { step, runId }: Omit<Snapshot, "path">,
): string {
  const run = runId === undefined ? "" : `-${runId}`;
  return join(snapshots, `step-${String(step).padStart(8, "0")}${run}.checkpoint`);
}

/** All snapshots in a folder, of whatever run, oldest first. */
export async function listSnapshots({ snapshots }: RunFolder): Promise<Snapshot[]> {
  const names = await readdir(snapshots).catch(() => []);
  return names.sort().flatMap((name) => {
    const [, step, runId] = /^step-(\d{8})(?:-([\da-f]{8}))?\.checkpoint$/.exec(name) ?? [];
    return step === undefined ? [] : [{ path: join(snapshots, name), step: Number(step), runId }];
  });
}

/** Removes all but the newest `keep` snapshots of a run; those of other runs are not touched. */
export async function pruneSnapshots(
  folder: RunFolder,
  { runId, keep }: { readonly runId: string | undefined; readonly keep: number },
): Promise<void> {
  const own = (await listSnapshots(folder)).filter((snapshot) => snapshot.runId === runId);
  for (const { path } of own.slice(0, Math.max(0, own.length - keep))) {
    await rm(path, { force: true });
    await rm(`${path}.previous`, { force: true });
  }
}

/** Whether there is a file. */
export async function fileExists(path: string): Promise<boolean> {
  return stat(path).then(
    (status) => status.isFile(),
    () => false,
  );
}
