import { access, constants, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { UsageError } from "../exit-code.ts";

/** Refuses a file that cannot be written, before minutes are spent on measuring.
 *  @throws UsageError that names the path. */
export async function checkReportPath(path: string): Promise<void> {
  const entry = await stat(path).catch(() => undefined);
  if (entry?.isDirectory()) throw new UsageError(`--json: ${path} is a folder`);
  try {
    await access(entry === undefined ? dirname(path) : path, constants.W_OK);
  } catch (error) {
    throw new UsageError(`--json: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Writes a report, complete or not at all. */
export async function writeReport(path: string, report: object): Promise<void> {
  const unfinished = `${path}.${process.pid}.part`;
  try {
    await writeFile(unfinished, `${JSON.stringify(report, undefined, 2)}\n`);
    await rename(unfinished, path);
  } finally {
    await rm(unfinished, { force: true });
  }
}
