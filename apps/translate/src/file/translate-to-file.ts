import { stat } from "node:fs/promises";
import {
  type FileProgress,
  type FileTranslation,
  type Format,
  type TranslateFileOptions,
  translateFile,
} from "@bnnkit/localization";
import type { Translator } from "@bnnkit/runtime";
import cliProgress from "cli-progress";
import { exitCode } from "../exit-code.ts";
import { formatStatistics } from "../format-report.ts";
import { loadModel } from "../load-model.ts";
import { openOutput } from "../open-output.ts";
import { ownVersion } from "../own-version.ts";
import type { Surroundings } from "../program.ts";
import { earlierOutput, refuseLoss } from "./earlier-output.ts";
import type { FileOptions } from "./file-command.ts";
import { type Journal, openJournal } from "./journal.ts";
import { chooseFormat, readFile, withPath } from "./read-file.ts";
import { readGlossaryFile, readMemoryFile } from "./read-terms.ts";
import { summaryOf, untranslatedLines } from "./report.ts";
import { rewrapping } from "./rewrapping.ts";

/** What is to be done, and where. */
export interface Task {
  readonly options: FileOptions;
  readonly surroundings: Surroundings;
}

/** Translates a file.
 *  @returns the exit code: `unreliable` if texts stay untranslated. */
export async function translateToFile(
  input: string,
  output: string | undefined,
  task: Task,
): Promise<number> {
  const { options, surroundings } = task;
  const { error, signal } = surroundings;
  const format = chooseFormat(input, options.format);
  const columns = options.column === undefined ? {} : { columns: options.column };
  const catalogue = await readFile(input, { format, columns, surroundings });
  const choices = await readChoices(task, { input, output, format });
  await refuseLoss(catalogue, { input, output, columns, surroundings });
  // Before any work: what cannot be written need not be translated.
  const place = await openOutput(output, surroundings.output, signal);
  try {
    using translator = await loadModel(options, signal);
    const journal = await journalOf(output, { options, glossary: choices.glossary });
    const translate = { translator, format, choices, journal };
    const { text: written, outcomes } = await translateText(catalogue.text, translate, task).catch(
      (problem: unknown) => {
        throw withPath(input, problem);
      },
    );
    await place.write(written);
    await place.commit();
    await journal?.remove();
    error(untranslatedLines(input, outcomes) + summaryOf(outcomes));
    if (options.statistics) {
      error(`${formatStatistics(translator.statistics, process.memoryUsage().rss)}\n`);
    }
    const isWhole = outcomes.every(({ kind }) => kind !== "untranslated");
    return isWhole ? exitCode.success : exitCode.unreliable;
  } catch (problem) {
    await place.discard();
    throw problem;
  }
}

/** What translations depend on beside the text. */
export type Choices = Pick<
  TranslateFileOptions,
  "glossary" | "memory" | "existing" | "isAnew" | "keep" | "columns"
>;

interface Files {
  readonly input: string;
  readonly output: string | undefined;
  readonly format: Format;
}

/** Reads the files that the options name. */
export async function readChoices({ options, surroundings }: Task, files: Files): Promise<Choices> {
  const { glossary, memory, column, keep } = options;
  const columns = column === undefined ? {} : { columns: column };
  const existing = options.existing ?? (await earlierOutput(files));
  return {
    keep,
    ...columns,
    ...(glossary !== undefined && { glossary: await readGlossaryFile(glossary, surroundings) }),
    ...(memory !== undefined && { memory: await readMemoryFile(memory, surroundings) }),
    ...(existing !== undefined && {
      existing: (await readFile(existing, { ...files, columns, surroundings })).text,
    }),
  };
}

async function journalOf(
  output: string | undefined,
  { options, glossary }: { readonly options: FileOptions; readonly glossary: Choices["glossary"] },
): Promise<Journal | undefined> {
  if (output === undefined || output === "-") return undefined;
  const { model, tokenizer, beam, lengthPenalty, maximumLength, keep, localizeNumbers } = options;
  const files = await Promise.all(
    [model, tokenizer].map(async (path) => {
      const entry = path === undefined ? undefined : await stat(path).catch(() => undefined);
      return entry && { bytes: entry.size, changed: entry.mtimeMs };
    }),
  );
  const search = { beam, lengthPenalty, maximumLength, keep, localizeNumbers };
  const settings = { version: ownVersion(), model, tokenizer, files, ...search, glossary };
  return await openJournal(output, JSON.stringify(settings));
}

interface Translating {
  readonly translator: Translator;
  readonly format: Format;
  readonly choices: Choices;
  readonly journal?: Journal | undefined;
}

/** Translates what stands in a file, showing how far it is. */
export async function translateText(
  text: string,
  { translator, format, choices, journal }: Translating,
  { options, surroundings }: Task,
): Promise<FileTranslation> {
  const { beam, lengthPenalty, maximumLength, localizeNumbers } = options;
  const { signal, error } = surroundings;
  const progress = openProgress(surroundings);
  try {
    return await translateFile(text, {
      ...choices,
      format,
      signal,
      translator: rewrapping(translator, {
        beamSize: beam,
        ...(lengthPenalty !== undefined && { lengthPenalty }),
        ...(maximumLength !== undefined && { maximumLength }),
        numbers: localizeNumbers ? "localize" : "copy",
      }),
      ...(journal && {
        known: journal.known,
        onTranslated: (texts: Parameters<Journal["add"]>[0]) => journal.add(texts),
      }),
      onProgress: (state) => progress?.(state),
    });
  } catch (problem) {
    if (journal && signal.aborted) error(`the next run goes on from ${journal.path}\n`);
    throw problem;
  } finally {
    progress?.(undefined);
  }
}

/** A counter where a person waits. */
function openProgress({
  terminal,
}: Surroundings): ((progress: FileProgress | undefined) => void) | undefined {
  if (terminal === undefined) return undefined;
  const bar = new cliProgress.SingleBar({
    format: "{bar} {value} of {total} texts  {duration_formatted}",
    stream: terminal,
    clearOnComplete: true,
  });
  bar.start(0, 0);
  return (progress) => {
    if (progress === undefined) return bar.stop();
    bar.setTotal(progress.texts);
    bar.update(progress.finishedTexts);
  };
}
