import { peakMemoryBytes } from "../process/peak-memory.ts";
import { serveLines } from "../process/serve-lines.ts";
import type { OpenTranslator, TranslatorAnswers, TranslatorCommand } from "./process-messages.ts";
import { type TextTranslator, timeFirstTokens, timePass } from "./timed-translator.ts";

/** A translator in this process, and what its opening is answered with. */
export interface ServedTranslator extends TextTranslator {
  readonly opened: TranslatorAnswers["open"];
  readonly arenaPeakBytes: number;
}

/** Opens a translator and times it as the lines of standard input say. */
export function serveTranslator<Open extends OpenTranslator>(
  open: (request: Open) => Promise<ServedTranslator>,
): Promise<void> {
  return serveLines<Open, TranslatorCommand>(async (request) => {
    const translator = await open(request);
    return {
      opened: translator.opened,
      obey: (command) => obey(command, translator, request.sentences),
    };
  });
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
