import type { SearchOptions, Translator } from "@bnnkit/runtime";
import { batchLines } from "./batch-lines.ts";
import type { TranslateOptions } from "./command.ts";
import { formatTranslation } from "./format-translation.ts";
import { oneLine } from "./one-line.ts";
import type { Output } from "./open-output.ts";

/** Where lines come from and go to, and who is told how far it is. */
export interface LineRun {
  readonly lines: AsyncIterable<string>;
  readonly output: Pick<Output, "write">;
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
    const formatted = translations.map(
      (translation, index) => `${formatTranslation(batch[index], translation, options)}\n`,
    );
    await output.write(formatted.join(""));
    done += batch.length;
    onProgress?.(done);
  }
}

async function streamLine(
  translator: Translator,
  line: string,
  search: SearchOptions,
  output: LineRun["output"],
): Promise<void> {
  const parts: Promise<void>[] = [];
  const onToken = ({ delta }: { readonly delta: string }): void => {
    const part = output.write(oneLine(delta));
    // Told below, once the line is through.
    part.catch(() => undefined);
    parts.push(part);
  };
  await translator.translate(line, { ...search, onToken });
  await Promise.all([...parts, output.write("\n")]);
}
