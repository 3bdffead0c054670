import { type ChildProcessByStdio, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import type { Surroundings } from "../surroundings.ts";
import type {
  OpenOnnx,
  OpenPacked,
  ProcessMemory,
  TranslatorAnswers,
  TranslatorCommand,
} from "./process-messages.ts";
import type { TimedTranslator } from "./timed-translator.ts";

/** A translator in a process of its own, so that its memory is that of a program that only translates. */
export interface RemoteTranslator extends TimedTranslator {
  /** What the packed model says to each sentence, without the end token. */
  readonly expected: readonly (readonly number[])[];
  memory(): Promise<ProcessMemory>;
  close(): Promise<void>;
}

/** Who translates. */
export interface RemoteOptions {
  readonly name: string;
  readonly isPeer: boolean;
  readonly threads: number;
  readonly batchSizes: readonly number[];
  /** A script of this folder, which always runs as built, and its first line. */
  readonly start:
    | { readonly script: "model-process.js"; readonly open: OpenPacked }
    | { readonly script: "onnx-process.js"; readonly open: OpenOnnx };
}

/** Starts a process that translates.
 *  @throws Error with what the process has said on standard error when it fails. */
export async function openRemoteTranslator(
  { name, isPeer, threads, batchSizes, start }: RemoteOptions,
  { signal }: Pick<Surroundings, "signal">,
): Promise<RemoteTranslator> {
  const lines = new LineProcess(start.script, signal);
  try {
    const { expected = [] } = await lines.ask<"open">(start.open);
    return {
      name,
      isPeer,
      threads,
      batchSizes,
      expected,
      pass: (batchSize) => lines.ask<"pass">({ kind: "pass", batchSize }),
      firstTokens: () => lines.ask<"first-tokens">({ kind: "first-tokens" }),
      memory: () => lines.ask<"memory">({ kind: "memory" }),
      close: () => lines.close(),
    };
  } catch (error) {
    await lines.close();
    throw error;
  }
}

/** Most physical memory of a process that does nothing, in bytes. */
export async function measureEmptyProcess(
  surroundings: Pick<Surroundings, "signal">,
): Promise<number> {
  const lines = new LineProcess("empty-process.js", surroundings.signal);
  const { peakBytes } = await lines.ask<"memory">({ kind: "memory" });
  await lines.close();
  return peakBytes;
}

/** A process that answers lines of JSON with lines of JSON. */
class LineProcess {
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #answers: AsyncIterator<string>;
  readonly #closed: Promise<string>;
  #complaint = "";

  constructor(script: string, signal: AbortSignal) {
    const path = fileURLToPath(new URL(`../../dist/translate/${script}`, import.meta.url));
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

  async ask<Kind extends keyof TranslatorAnswers>(
    question: TranslatorCommand | OpenPacked | OpenOnnx,
  ): Promise<TranslatorAnswers[Kind]> {
    this.#child.stdin.write(`${JSON.stringify(question)}\n`);
    const { value, done } = await this.#answers.next();
    if (done) {
      const end = await this.#closed;
      const why = this.#complaint.trim().replace(/^error: /, "");
      throw new Error(why === "" ? end : `${end}: ${why}`);
    }
    const answer: TranslatorAnswers[Kind] = JSON.parse(value);
    return answer;
  }

  async close(): Promise<void> {
    this.#child.stdin.end();
    await this.#closed;
  }
}
