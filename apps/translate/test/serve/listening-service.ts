import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../../dist/main.js", import.meta.url));

/** The built command, as a process that listens. */
export interface ListeningService {
  readonly process: ChildProcess;
  /** Where it listens. */
  readonly url: string;
  /** Its exit code and its log, once it has ended. */
  readonly ended: Promise<{ readonly code: number | null; readonly log: string }>;
}

/** Starts `serve` at a free port.
 *  @throws Error with what it said if it ends before it listens */
export async function startService(...args: readonly string[]): Promise<ListeningService> {
  const child = spawn(process.execPath, [main, "serve", "--port", "0", ...args], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let log = "";
  const ended = new Promise<{ code: number | null; log: string }>((resolve) => {
    child.on("close", (code) => resolve({ code, log }));
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      log += text;
      const address = /"Server listening at (http:[^"]+)"/.exec(log)?.[1];
      if (address !== undefined) resolve(address);
    });
    void ended.then(() => reject(new Error(log)));
  });
  return { process: child, url, ended };
}
