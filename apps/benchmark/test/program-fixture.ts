import { runProgram } from "../src/program.ts";

/** What the command line did. */
export interface Outcome {
  readonly code: number;
  readonly output: string;
  readonly error: string;
}

/** Runs the command line in this process. */
export async function run(
  args: readonly string[],
  signal: AbortSignal = new AbortController().signal,
): Promise<Outcome> {
  let output = "";
  let error = "";
  const streams = {
    output: (text: string) => {
      output += text;
    },
    error: (text: string) => {
      error += text;
    },
  };
  const code = await runProgram(args, { streams, signal });
  return { code, output, error };
}
