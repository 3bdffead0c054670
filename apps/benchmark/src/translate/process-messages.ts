import type { ProcessMemory } from "../process/line-process.ts";
import type { Elapsed } from "../stopwatch.ts";
import type { OnnxTranslatorLayout } from "./onnx/export-translator.ts";
import type { TimedPass } from "./timed-translator.ts";

/** The first line that a translating process reads. */
export interface OpenTranslator {
  readonly tokenizerPath: string;
  readonly sentences: readonly string[];
}

/** The first line of a process that runs a packed model. */
export interface OpenPacked extends OpenTranslator {
  readonly threads: number;
  readonly modelPath: string;
}

/** The first line of a process that runs ONNX models. */
export interface OpenOnnx extends OpenTranslator {
  readonly encoderPath: string;
  readonly stepPath: string;
  readonly layout: OnnxTranslatorLayout;
  /** What the packed model says to each sentence, without the end token. */
  readonly expected: readonly (readonly number[])[];
  /** Whether the model must say the same; if not, it is fed what it should have said. */
  readonly saysTheSame: boolean;
}

/** What the process is told after that, line by line. */
export type TranslatorCommand =
  | { readonly kind: "pass"; readonly batchSize: number }
  | { readonly kind: "first-tokens" }
  | { readonly kind: "memory" };

/** What it answers to each line, the first included. */
export interface TranslatorAnswers {
  readonly open: { readonly expected?: readonly (readonly number[])[] };
  readonly pass: TimedPass;
  readonly "first-tokens": readonly Elapsed[];
  readonly memory: ProcessMemory;
}
