import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Command } from "commander";
import { exitCode, UsageError } from "../exit-code.ts";
import type { Surroundings } from "../program.ts";
import { reasonOf } from "../reason-of.ts";
import { buildPage } from "./build-page.ts";
import { createPageCommand, type PageOptions } from "./command.ts";
import { pageHeaders } from "./page-headers.ts";
import { type FolderServer, serveFolder } from "./serve-folder.ts";

/** Its command line, which runs nothing. */
export const describe = (): Command => createPageCommand(() => Promise.resolve());

/** Builds the page, and serves it until it is interrupted, or writes it to a folder.
 *  @returns  the exit code. */
export async function run(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const { output, error } = surroundings;
  let code: number = exitCode.success;
  await createPageCommand(async (options) => {
    code = await runPage(options, surroundings);
  })
    .exitOverride()
    .configureOutput({ writeOut: (text) => void output(text), writeErr: error })
    .parseAsync(args, { from: "user" });
  return code;
}

async function runPage(options: PageOptions, surroundings: Surroundings): Promise<number> {
  const { out } = options;
  if (out !== undefined) {
    const folder = resolve(out);
    await checkReplaceable(folder);
    await buildPage(folder);
    surroundings.error(`the page is in ${out}\n`);
    return exitCode.success;
  }
  const folder = await mkdtemp(join(tmpdir(), "bnnkit-page-"));
  try {
    await buildPage(folder);
    return await serve(folder, options, surroundings);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A folder of somebody's is not emptied.
 *  @throws UsageError for a folder that holds something else than a page. */
async function checkReplaceable(folder: string): Promise<void> {
  let names: readonly string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return;
    throw new UsageError(`--out ${folder}: ${reasonOf(error)}`);
  }
  if (names.length > 0 && !names.includes("service-worker.js"))
    throw new UsageError(`--out ${folder}: holds other files; give a new folder, or an empty one`);
}

async function serve(
  folder: string,
  { host, port }: PageOptions,
  { error, signal }: Surroundings,
): Promise<number> {
  let server: FolderServer;
  try {
    server = await serveFolder(folder, { host, port, headers: pageHeaders });
  } catch (problem) {
    throw new UsageError(`--host ${host} --port ${port}: ${reasonOf(problem)}`);
  }
  error(`The page is at ${server.url} (Ctrl+C ends it)\n`);
  if (!signal.aborted) await new Promise((end) => signal.addEventListener("abort", end));
  await server.close();
  return exitCode.interrupted;
}
