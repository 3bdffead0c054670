import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { BenchmarkRow } from "../report/report.ts";
import type { Surroundings } from "../surroundings.ts";

/** What the measured process is told. */
export interface ModelRequest {
  readonly modelPath: string;
  readonly tokenizerPath: string;
  readonly sentences: readonly string[];
  readonly rounds: number;
  readonly batchSizes: readonly number[];
}

/** What the measured process answers. */
export interface ModelMeasurement {
  readonly rows: readonly BenchmarkRow[];
  /** Most bytes of the kernels' arena in use at a time. */
  readonly arenaPeakBytes: number;
  /** Most physical memory of the process. */
  readonly peakBytes: number;
}

/** Measures a model in a process of its own, so that its memory is that of a program that only translates.
 *  @throws Error when the process fails; it has said why on standard error. */
export async function measureInProcess(
  request: ModelRequest,
  surroundings: Surroundings,
): Promise<ModelMeasurement> {
  const text = await outputOf("model-process.js", JSON.stringify(request), surroundings);
  const measurement: ModelMeasurement = JSON.parse(text);
  return measurement;
}

/** Most physical memory of a process that does nothing, in bytes. */
export async function measureEmptyProcess(surroundings: Surroundings): Promise<number> {
  const text = await outputOf("empty-process.js", "", surroundings);
  const { peakBytes }: { peakBytes: number } = JSON.parse(text);
  return peakBytes;
}

/** What a script of this folder, which always runs as built, answers to `input`; its errors are passed on. */
async function outputOf(
  script: string,
  input: string,
  { streams, signal }: Surroundings,
): Promise<string> {
  const path = fileURLToPath(new URL(`../../dist/translate/${script}`, import.meta.url));
  const child = spawn(process.execPath, [path], { signal });
  // A process that ends before it has read its input says why in another way.
  child.stdin.on("error", () => undefined).end(input);
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  child.stderr.setEncoding("utf8").on("data", streams.error);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, killedBy) => {
      if (code === 0) resolve(output);
      else reject(new Error(`the measured process ended with ${killedBy ?? `exit code ${code}`}`));
    });
  });
}
