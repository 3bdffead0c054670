import { Readable } from "node:stream";
import { runProgram } from "../src/program.ts";
import type { Outcome } from "./run-translate.ts";

/** Runs the command line in this process, with standard input. */
export async function runInProcess(
  args: readonly string[],
  input: string | Uint8Array = "",
): Promise<Outcome> {
  const said = { stdout: "", stderr: "" };
  const code = await runProgram(args, {
    input: () => Readable.from(input.length > 0 ? [Buffer.from(input)] : []),
    output: async (text) => {
      said.stdout += text;
    },
    error: (text) => {
      said.stderr += text;
    },
    signal: new AbortController().signal,
  });
  return { code, ...said };
}

/** The same with the model that loads in the least time, for what no model changes. */
export function runWithSmallModel(
  args: readonly string[],
  input: string | Uint8Array = "",
): Promise<Outcome> {
  return runInProcess(["--model", "en-de-w1a1", ...args], input);
}
