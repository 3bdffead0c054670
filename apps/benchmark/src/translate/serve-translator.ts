import { createInterface } from "node:readline";
import { peakMemoryBytes } from "./peak-memory.ts";
import type { OpenTranslator, TranslatorAnswers, TranslatorCommand } from "./process-messages.ts";
import { type TextTranslator, timeFirstTokens, timePass } from "./timed-translator.ts";

/** A translator in this process, and what its opening is answered with. */
export interface ServedTranslator extends TextTranslator {
  readonly opened: TranslatorAnswers["open"];
  readonly arenaPeakBytes: number;
}

/** Opens a translator by the first line of standard input and does what the other lines say, each answered by a line of
 *  standard output; ends with the input. */
export async function serveTranslator<Open extends OpenTranslator>(
  open: (request: Open) => Promise<ServedTranslator>,
): Promise<void> {
  const answer = (value: unknown): boolean => process.stdout.write(`${JSON.stringify(value)}\n`);
  let served: { translator: ServedTranslator; sentences: readonly string[] } | undefined;
  try {
    for await (const line of createInterface({ input: process.stdin })) {
      if (served === undefined) {
        const request: Open = JSON.parse(line);
        served = { translator: await open(request), sentences: request.sentences };
        answer(served.translator.opened);
      } else {
        answer(await obey(JSON.parse(line), served.translator, served.sentences));
      }
    }
  } catch (error) {
    process.stderr.write(`error: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
  // Worker threads of a peer must not keep the process.
  process.exit(0);
}

async function obey(
  command: TranslatorCommand,
  translator: ServedTranslator,
  sentences: readonly string[],
): Promise<unknown> {
  switch (command.kind) {
    case "pass":
      return timePass(translator, sentences, command.batchSize);
    case "first-tokens":
      return timeFirstTokens(translator, sentences);
    case "memory":
      return { peakBytes: peakMemoryBytes(), arenaPeakBytes: translator.arenaPeakBytes };
  }
}
