import type { Writable } from "node:stream";
import type { SearchOptions, Translator } from "@bnnkit/runtime";
import { batchLines } from "./batch-lines.ts";
import type { TranslateOptions } from "./command.ts";
import { formatTranslation } from "./format-translation.ts";
import { writeLine } from "./write-line.ts";

/** Where lines come from and go to, and who is told how far it is. */
export interface LineRun {
  readonly lines: AsyncIterable<string>;
  readonly output: Writable;
  readonly signal: AbortSignal;
  readonly onProgress?: (linesDone: number) => void;
}

/** Translates line by line: one line out for each line in, in order. */
export async function translateLines(
  translator: Translator,
  options: TranslateOptions,
  { lines, output, signal, onProgress }: LineRun,
): Promise<void> {
  const search: SearchOptions = {
    beamSize: options.beam,
    nBest: options.nBest,
    ...(options.lengthPenalty !== undefined && { lengthPenalty: options.lengthPenalty }),
    ...(options.maximumLength !== undefined && { maximumLength: options.maximumLength }),
    signal,
  };
  let done = 0;
  if (options.stream) {
    for await (const line of lines) {
      await streamLine(translator, line, search, output);
      onProgress?.(++done);
    }
    return;
  }
  for await (const batch of batchLines(lines)) {
    const translations = await translator.translate(batch, search);
    for (const [index, translation] of translations.entries())
      await writeLine(output, formatTranslation(batch[index] ?? "", translation, options));
    done += batch.length;
    onProgress?.(done);
  }
}

async function streamLine(
  translator: Translator,
  line: string,
  search: SearchOptions,
  output: Writable,
): Promise<void> {
  const onToken = ({ delta }: { readonly delta: string }): void => {
    output.write(delta.replace(/[\r\n\u2028\u2029\v\f\u0085]+/g, " "));
  };
  await translator.translate(line, { ...search, onToken });
  await writeLine(output, "");
}
