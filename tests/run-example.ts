import { mkdirSync, writeFileSync } from "node:fs";
import { expect, vi } from "vitest";
import { printed, promisedOutputs } from "./readme-example.ts";

const scratch = new URL("./.readme-examples/", import.meta.url);

/** Runs an example as a module of its own and expects it to print what it promises.
 *  @param name  Of its file, without extension. */
export async function runExample(example: string, name: string): Promise<void> {
  mkdirSync(scratch, { recursive: true });
  const file = new URL(`${name}.ts`, scratch);
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
