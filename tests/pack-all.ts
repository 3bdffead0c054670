import { execFileSync } from "node:child_process";
import { mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { TestProject } from "vitest/node";
import { folders } from "./packed-project.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Folder with `<name>.tgz` of everything that is published. */
    readonly tarballs: string;
  }
}

const root = fileURLToPath(new URL("..", import.meta.url));
let tarballs: string;

/** Packs everything once, before any test runs: packing takes built files away for a while. */
export function setup(project: TestProject): void {
  tarballs = mkdtempSync(join(tmpdir(), "bnnkit-tarballs-"));
  const filters = [...folders.values()].flatMap((folder) => ["--filter", `./${folder}`]);
  const pack = ["--workspace-concurrency=1", "pack", "--out", join(tarballs, "%s.tgz")];
  const run = (command: string, args: readonly string[]) =>
    execFileSync(command, [...args], { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  run("npx", ["-y", "pnpm@12", "--recursive", ...filters, ...pack]);
  for (const name of folders.keys())
    renameSync(join(tarballs, `bnnkit-${name}.tgz`), join(tarballs, `${name}.tgz`));
  run("npx", ["tsc", "-b", "apps/train", "apps/benchmark"]);
  project.provide("tarballs", tarballs);
}

/** Removes the tarballs. */
export function teardown(): void {
  rmSync(tarballs, { recursive: true, force: true });
}
