import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { UsageError } from "../exit-code.ts";
import type { BuiltSide } from "./run-duet.ts";

const run = promisify(execFile);

const own = dirname(fileURLToPath(new URL("../../package.json", import.meta.url)));

/** The working tree that this program runs from, which is built. */
export async function ownTree(): Promise<BuiltSide> {
  const commit = await git("rev-parse", "HEAD");
  const isChanged = (await git("status", "--porcelain", "--untracked-files=no")) !== "";
  const revision = isChanged ? "HEAD with changes" : "HEAD";
  return { revision, commit, folder: await git("rev-parse", "--show-toplevel") };
}

/** A commit in a folder of its own. */
export interface Worktree extends BuiltSide {
  remove(): Promise<void>;
}

/** Checks a revision out into a temporary folder, and installs and builds what its benchmark needs by its own launcher,
 *  with packages that are there already where they are.
 *  @throws UsageError for a revision that there is not; Error with what the installation or the compiler said. */
export async function buildTree(revision: string, signal: AbortSignal): Promise<Worktree> {
  const commit = await git("rev-parse", "--verify", "--quiet", `${revision}^{commit}`).catch(() => {
    throw new UsageError(`there is no revision "${revision}" in this clone`);
  });
  const folder = join(await mkdtemp(join(tmpdir(), "bnnkit-duet-")), commit.slice(0, 12));
  const remove = async (): Promise<void> => {
    await rm(dirname(folder), { recursive: true, force: true });
    await git("worktree", "prune").catch(() => undefined);
  };
  try {
    await git("worktree", "add", "--detach", folder, commit);
    const launcher = join(folder, "tooling", "launch.mjs");
    const env = { ...process.env, INIT_CWD: folder, pnpm_config_prefer_offline: "true" };
    await run(process.execPath, [launcher, "benchmark", "duet", "--help"], {
      cwd: folder,
      env,
      signal,
    });
  } catch (error) {
    await remove();
    throw describe(revision, error);
  }
  return { revision, commit, folder, remove };
}

function describe(revision: string, error: unknown): unknown {
  if (!(error instanceof Error) || !("stderr" in error)) return error;
  const said = String(error.stderr).trim();
  const isOld = said.includes("unknown command 'duet'");
  const why = isOld ? "it has no command duet: it is from before that" : said.slice(-2000);
  return new UsageError(`--base ${revision}: ${why || error.message}`, { cause: error });
}

async function git(...args: readonly string[]): Promise<string> {
  const { stdout } = await run("git", ["-C", own, ...args]);
  return stdout.trim();
}
