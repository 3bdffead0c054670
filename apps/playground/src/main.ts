#!/usr/bin/env node
import { existsSync, readdirSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { buildPage } from "./build-page.ts";
import { createCommand } from "./command.ts";
import { servePage } from "./serve-page.ts";

await createCommand(async ({ out, host, port }) => {
  if (out !== undefined) {
    await buildPage(replaceable(resolve(out)));
    console.error(`the page is in ${out}`);
    return;
  }
  const folder = await mkdtemp(join(tmpdir(), "bnnkit-playground-"));
  try {
    await buildPage(folder);
    const server = await servePage(folder, { host, port });
    console.error(`The playground is at ${server.url} (Ctrl+C ends it)`);
    await interruption();
    await server.close();
    process.exitCode = 130;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
})
  .parseAsync()
  .catch((error: unknown) => {
    console.error(`bnnkit-playground: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  });

/** A folder of somebody's is not emptied.
 *  @throws Error for a folder that holds something else than a page. */
function replaceable(folder: string): string {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  if (names.length === 0 || names.includes("_headers")) return folder;
  throw new Error(`--out ${folder}: holds other files; give a new folder, or an empty one`);
}

function interruption(): Promise<void> {
  return new Promise((end) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => end());
  });
}
