import { chmodSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { scratchFolder } from "./corpus/scratch-folder.ts";

/** Lets a shell script stand before every program of that name while the test runs. */
export function standIn(program: string, script: string): void {
  const folder = scratchFolder({ [program]: `#!/bin/sh\n${script}\n` });
  chmodSync(join(folder, program), 0o755);
  setPath(`${folder}:${process.env.PATH}`);
}

/** Where programs are looked for while the test runs. */
export function setPath(path: string): void {
  const before = process.env.PATH ?? "";
  process.env.PATH = path;
  onTestFinished(() => {
    process.env.PATH = before;
  });
}
