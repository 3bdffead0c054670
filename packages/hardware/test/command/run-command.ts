import { runProgram } from "../../src/command/program.ts";

/** Runs the program with arguments, and gives its exit code and what it wrote. */
export async function run(...args: readonly string[]) {
  let [out, errors] = ["", ""];
  const code = await runProgram(args, {
    output: (text) => {
      out += text;
    },
    error: (text) => {
      errors += text;
    },
    signal: new AbortController().signal,
  });
  return { code, out, errors };
}
