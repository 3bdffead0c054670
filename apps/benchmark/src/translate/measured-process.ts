import { LineProcess, type ProcessMemory } from "../process/line-process.ts";
import type { Surroundings } from "../surroundings.ts";
import type {
  OpenOnnx,
  OpenPacked,
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
  const lines = new LineProcess<TranslatorAnswers, TranslatorCommand | OpenPacked | OpenOnnx>(
    `translate/${start.script}`,
    signal,
  );
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
