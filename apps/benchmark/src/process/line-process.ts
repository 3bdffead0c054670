import { type ChildProcessByStdio, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import type { Surroundings } from "../surroundings.ts";

/** Most memory that a process has held. */
export interface ProcessMemory {
  readonly peakBytes: number;
  /** Of the kernels' arena, where there is one. */
  readonly arenaPeakBytes: number;
}

/** A process that answers lines of JSON with lines of JSON; `Answers` has the answer to each kind of line. */
export class LineProcess<Answers, Question extends object> {
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #answers: AsyncIterator<string>;
  readonly #closed: Promise<string>;
  #complaint = "";

  /** @param script  path in `dist`: it always runs as built; or the URL of a built file elsewhere. */
  constructor(script: string | URL, signal: AbortSignal) {
    const built = typeof script === "string" ? `../../dist/${script}` : script;
    const path = fileURLToPath(new URL(built, import.meta.url));
    this.#child = spawn(process.execPath, [path], { signal, stdio: ["pipe", "pipe", "pipe"] });
    // A process that ends before it has read its input says why in another way.
    this.#child.stdin.on("error", () => undefined);
    this.#child.stderr.setEncoding("utf8").on("data", (text: string) => {
      this.#complaint += text;
    });
    this.#answers = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
    this.#closed = new Promise((resolve) => {
      let failure: string | undefined;
      this.#child.on("error", ({ message }) => {
        failure = message;
      });
      this.#child.on("close", (code, killedBy) => {
        resolve(failure ?? `the measured process ended with ${killedBy ?? `exit code ${code}`}`);
      });
    });
  }

  /** @throws Error with what the process has said on standard error when it ends instead of answering. */
  async ask<Kind extends keyof Answers>(question: Question): Promise<Answers[Kind]> {
    this.#child.stdin.write(`${JSON.stringify(question)}\n`);
    const { value, done } = await this.#answers.next();
    if (done) {
      const end = await this.#closed;
      const why = this.#complaint.trim().replace(/^error: /, "");
      throw new Error(why === "" ? end : `${end}: ${why}`);
    }
    const answer: Answers[Kind] = JSON.parse(value);
    return answer;
  }

  async close(): Promise<void> {
    this.#child.stdin.end();
    await this.#closed;
  }
}

/** Most physical memory of a process that does nothing, in bytes. */
export async function measureEmptyProcess({
  signal,
}: Pick<Surroundings, "signal">): Promise<number> {
  const lines = new LineProcess<{ readonly memory: ProcessMemory }, { readonly kind: "memory" }>(
    "process/empty-process.js",
    signal,
  );
  const { peakBytes } = await lines.ask<"memory">({ kind: "memory" });
  await lines.close();
  return peakBytes;
}
