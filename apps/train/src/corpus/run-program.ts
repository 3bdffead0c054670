import { spawn } from "node:child_process";
import { CorpusError } from "./corpus-error.ts";

/** How a program is started. */
export interface ProgramOptions {
  /** Working directory. */
  readonly directory?: string;
  /** Said after "NAME is not installed": what to do instead. */
  readonly alternative?: string;
}

/** Standard output of a program, chunk by chunk; the program is stopped when the reader stops.
 *  @throws CorpusError when the program is not installed, fails, or is killed; with the end of what it said. */
export async function* programOutput(
  command: string,
  programArguments: readonly string[],
  options: ProgramOptions = {},
): AsyncGenerator<Buffer, void, undefined> {
  const child = spawn(command, programArguments, {
    ...(options.directory === undefined ? {} : { cwd: options.directory }),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const closed = new Promise<number | NodeJS.Signals | Error>((resolve) => {
    child.once("error", resolve);
    child.once("close", (code, signal) => resolve(code ?? signal ?? 0));
  });
  let complaint = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    complaint = (complaint + text).slice(-2000);
  });
  try {
    for await (const chunk of child.stdout) yield chunk;
    const status = await closed;
    if (status !== 0) throw programError(command, status, complaint, options.alternative);
  } finally {
    if (child.exitCode === null) child.kill();
  }
}

/** Runs a program to its end and returns its standard output as text.
 *  @throws CorpusError as {@link programOutput}. */
export async function runProgram(
  command: string,
  programArguments: readonly string[],
  options: ProgramOptions = {},
): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of programOutput(command, programArguments, options)) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

function programError(
  command: string,
  status: number | string | Error,
  complaint: string,
  alternative: string | undefined,
): CorpusError {
  const advice = alternative === undefined ? "" : `; ${alternative}`;
  if (status instanceof Error) {
    const missing = "code" in status && status.code === "ENOENT";
    const reason = missing ? "is not installed" : `cannot be started (${status.message})`;
    return new CorpusError(`${command} ${reason}${advice}`);
  }
  const how = typeof status === "number" ? `failed with exit code ${status}` : `died of ${status}`;
  const said = complaint.trim().split("\n").slice(-4).join("\n  ");
  return new CorpusError(`${command} ${how}${advice}${said === "" ? "" : `\n  ${said}`}`);
}
