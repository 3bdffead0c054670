import type {
  Fault,
  TranslateOptions as TranslateTextOptions,
  Translation,
  Translator,
} from "@bnnkit/runtime";
import { batchLines } from "./batch-lines.ts";
import type { TranslateOptions } from "./command.ts";
import { UnreliableError } from "./exit-code.ts";
import { formatTranslation } from "./format-translation.ts";
import { oneLineParts } from "./one-line.ts";
import type { Output } from "./open-output.ts";

/** What the command line says about text. */
export type LineOptions = Omit<TranslateOptions, "glossary"> & {
  readonly terms: Readonly<Record<string, string>>;
};

/** A piece of a line whose translation went wrong. */
export interface UnreliablePiece {
  /** The line's number, from 1. */
  readonly line: number;
  readonly faults: readonly Fault[];
  readonly source: string;
}

/** Where lines come from and go to, and who is told how far it is. */
export interface LineRun {
  readonly lines: AsyncIterable<string>;
  readonly output: Pick<Output, "write">;
  readonly signal: AbortSignal;
  readonly onUnreliable: (piece: UnreliablePiece) => void;
  readonly onProgress?: (progress: LineProgress) => void;
}

/** What is done so far. A line may be a book. */
export interface LineProgress {
  readonly lines: number;
  readonly sentences: number;
}

/** Translates line by line: one line out for each line in, in order.
 *  @returns how many lines have a translation that is unreliable
 *  @throws UnreliableError at the first of them, after the lines before it are written, where the options say so */
export async function translateLines(
  translator: Translator,
  options: LineOptions,
  { lines, output, signal, onUnreliable, onProgress }: LineRun,
): Promise<number> {
  const translateOptions: TranslateTextOptions = {
    beamSize: options.beam,
    nBest: options.nBest,
    ...(options.lengthPenalty !== undefined && { lengthPenalty: options.lengthPenalty }),
    ...(options.maximumLength !== undefined && { maximumLength: options.maximumLength }),
    keep: options.keep,
    glossary: options.terms,
    numbers: options.localizeNumbers ? "localize" : "copy",
    unreliable: options.unreliable === "mark" ? "keep" : "copy",
    signal,
    onProgress: ({ finishedSentences }) => {
      inBatch = finishedSentences;
      tell();
    },
  };
  let done = 0;
  let sentences = 0;
  let inBatch = 0;
  let unreliable = 0;
  const tell = (): void => onProgress?.({ lines: done, sentences: sentences + inBatch });
  const endBatch = (): void => {
    sentences += inBatch;
    inBatch = 0;
    tell();
  };
  const judge = ({ isReliable, pieces }: Translation): void => {
    done++;
    if (isReliable) return;
    unreliable++;
    for (const { faults, source } of pieces) {
      if (faults.length > 0) onUnreliable({ line: done, faults, source });
    }
    if (options.unreliable === "fail") throw new UnreliableError(done);
  };
  if (options.stream) {
    for await (const line of lines) {
      judge(await streamLine(translator, line, translateOptions, output));
      endBatch();
    }
    return unreliable;
  }
  for await (const batch of batchLines(lines)) {
    const translations = await translator.translate(batch, translateOptions);
    const first = translations.findIndex(({ isReliable }) => !isReliable);
    const shown = options.unreliable === "fail" && first >= 0 ? first : batch.length;
    const formatted = translations
      .slice(0, shown)
      .map((translation, index) => `${formatTranslation(batch[index], translation, options)}\n`);
    await output.write(formatted.join(""));
    for (const translation of translations) judge(translation);
    endBatch();
  }
  return unreliable;
}

async function streamLine(
  translator: Translator,
  line: string,
  options: TranslateTextOptions,
  output: LineRun["output"],
): Promise<Translation> {
  const parts: Promise<void>[] = [];
  const onOneLine = oneLineParts();
  const onText = ({ delta }: { readonly delta: string }): void => {
    const part = output.write(onOneLine(delta));
    // Told below, once the line is through.
    part.catch(() => undefined);
    parts.push(part);
  };
  const translation = await translator.translate(line, { ...options, onText });
  await Promise.all([...parts, output.write("\n")]);
  return translation;
}
