import { runProgram } from "../../src/command/program.ts";
import type { Surroundings } from "../../src/command/surroundings.ts";

/** Exit code of a run of the program, and what it wrote. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly errors: string;
}

/** Runs the program with arguments. */
export function run(...args: readonly string[]): Promise<Ran> {
  return runWith({}, ...args);
}

/** Runs it with another synthesizer, or a signal that may end it. */
export async function runWith(
  {
    signal = new AbortController().signal,
    synthesizer,
  }: Partial<Pick<Surroundings, "signal" | "synthesizer">>,
  ...args: readonly string[]
): Promise<Ran> {
  let [out, errors] = ["", ""];
  const code = await runProgram(args, {
    output: (text) => {
      out += text;
    },
    error: (text) => {
      errors += text;
    },
    signal,
    ...(synthesizer && { synthesizer }),
  });
  return { code, out, errors };
}
