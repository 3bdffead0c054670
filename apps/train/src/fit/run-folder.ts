import { mkdir, readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";

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
  await mkdir(folder.snapshots, { recursive: true });
}

/** Weights of an evaluated step. */
export function snapshotPath({ snapshots }: RunFolder, step: number): string {
  return join(snapshots, `step-${String(step).padStart(8, "0")}.checkpoint`);
}

/** Paths of all snapshots, oldest first. */
export async function listSnapshots({ snapshots }: RunFolder): Promise<string[]> {
  const names = await readdir(snapshots).catch(() => []);
  return names
    .filter((name) => /^step-\d{8}\.checkpoint$/.test(name))
    .sort()
    .map((name) => join(snapshots, name));
}

/** Removes all but the newest `keep` snapshots. */
export async function pruneSnapshots(folder: RunFolder, keep: number): Promise<void> {
  const paths = await listSnapshots(folder);
  const old = paths.slice(0, Math.max(0, paths.length - keep));
  for (const path of old) {
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
