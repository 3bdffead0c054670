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
  await writeWhole(path, `${JSON.stringify(report, undefined, 2)}\n`);
}

/** Writes reports, one a line, all or none. */
export async function writeReportLines(path: string, reports: readonly object[]): Promise<void> {
  await writeWhole(path, reports.map((report) => `${JSON.stringify(report)}\n`).join(""));
}

async function writeWhole(path: string, text: string): Promise<void> {
  const unfinished = `${path}.${process.pid}.part`;
  try {
    await writeFile(unfinished, text);
    await rename(unfinished, path);
  } finally {
    await rm(unfinished, { force: true });
  }
}
