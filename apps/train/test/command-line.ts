import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { vi } from "vitest";
import { createProgram } from "../src/program.ts";
import { reportFailure } from "../src/report-failure.ts";

const main = fileURLToPath(new URL("../dist/main.js", import.meta.url));

/** How a command ended. */
export interface CommandResult {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
  readonly errors: string;
}

/** Runs the built command line.
 *  @param watch  gets the process and all that it has said on standard error, each time it says more
 *  @param outputFile  descriptor that standard output goes to instead */
export function runCommand(
  args: readonly string[],
  watch: (child: ChildProcess, errors: string) => void = () => undefined,
  outputFile?: number,
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [main, ...args], {
      stdio: ["ignore", outputFile ?? "pipe", "pipe"],
    });
    let output = "";
    let errors = "";
    child.stdout?.on("data", (chunk) => {
      output += chunk;
    });
    child.stderr?.on("data", (chunk) => {
      errors += chunk;
      watch(child, errors);
    });
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ code, signal, output, errors }));
  });
}

/** Runs the command line in this process, which takes a tenth of a start: for what ends before any training. */
export async function runInProcess(
  args: readonly string[],
): Promise<Pick<CommandResult, "code" | "output" | "errors">> {
  const said = { stdout: "", stderr: "" };
  const spies = (["stdout", "stderr"] as const).map((name) =>
    vi.spyOn(process[name], "write").mockImplementation((text) => {
      said[name] += text;
      return true;
    }),
  );
  let code = 0;
  try {
    await createProgram().parseAsync(args, { from: "user" });
  } catch (error) {
    code = reportFailure(error);
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  return { code, output: said.stdout, errors: said.stderr };
}
