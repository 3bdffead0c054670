import { mkdirSync, writeFileSync } from "node:fs";
import { expect, vi } from "vitest";
import { printed, promisedOutputs } from "./readme-example.ts";

/** Where examples run: files beside it are those that they read. */
export const scratchFolder: URL = new URL("./.readme-examples/", import.meta.url);

/** Runs an example as a module of its own and expects it to print what it promises.
 *  @param name  Of its file, without extension. */
export async function runExample(example: string, name: string): Promise<void> {
  mkdirSync(scratchFolder, { recursive: true });
  const file = new URL(`${name}.ts`, scratchFolder);
  writeFileSync(file, example);
  const log = vi.spyOn(console, "log").mockImplementation(() => {});
  try {
    await import(file.href);
    const promised = promisedOutputs(example);
    expect(log.mock.calls.slice(0, promised.length).map(printed)).toEqual(promised);
  } finally {
    log.mockRestore();
  }
}
