import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../dist/main.js", import.meta.url));

/** How a run of the command ended. */
export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** How a run of the command is watched and wired. */
export interface RunOptions {
  /** Gets the process and all it has written to standard output, each time it writes; standard input stays open. */
  readonly watch?: (child: ChildProcess, stdout: string) => void;
  /** Gets the process when it has been started; standard input stays open. */
  readonly onStart?: (child: ChildProcess) => void;
  /** Descriptor that standard input comes from instead. */
  readonly inputFile?: number;
  /** Descriptor that standard output goes to instead. */
  readonly outputFile?: number;
}

/** Runs the built command with arguments and standard input. */
export function runTranslate(
  args: readonly string[],
  input: string | Uint8Array = "",
  { watch, onStart, inputFile, outputFile }: RunOptions = {},
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [main, ...args], {
      stdio: [inputFile ?? "pipe", outputFile ?? "pipe", "pipe"],
    });
    const output = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"] as const) {
      child[name]?.setEncoding("utf8");
      child[name]?.on("data", (text: string) => {
        output[name] += text;
        if (name === "stdout") watch?.(child, output.stdout);
      });
    }
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, ...output }));
    // A run that ends before it reads closes the pipe; its exit code says why.
    child.stdin?.on("error", () => {});
    onStart?.(child);
    if (watch || onStart) child.stdin?.write(input);
    else child.stdin?.end(input);
  });
}
