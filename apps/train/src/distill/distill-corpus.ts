import { readFile, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { heldOutFiles, refuseOtherHeldOutFiles } from "../corpus/held-out-files.ts";
import { recordFile } from "../corpus/provenance.ts";
import { readTsv } from "../corpus/read-tsv.ts";
import type { TextFile } from "../corpus/write-files.ts";
import { writeWithProvenance } from "../corpus/write-with-provenance.ts";
import { UsageError } from "../errors.ts";
import { readJson } from "../fit/fit-options.ts";
import { fileExists } from "../fit/run-folder.ts";
import { readInput } from "../read-input.ts";
import { translateWithTeacher } from "./teacher-translations.ts";

export interface DistillOptions {
  /** Folder of `corpus`: train.tsv and held-out files. */
  readonly data: string;
  /** Where the new corpus goes. */
  readonly out: string;
  /** The teacher, a packed model, and its tokenizer. */
  readonly model: string;
  readonly tokenizer: string;
  readonly beamSize: number;
  readonly workers: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (finished: number, total: number) => void;
}

/** What distilling came to. */
export interface DistilledCorpus {
  /** Distinct source sentences. */
  readonly sentences: number;
  /** Sentences that got a translation which no reference of theirs equals. */
  readonly added: number;
}

/** Sequence-level knowledge distillation: adds a teacher's translation of each training source as a further pair, so
 *  that a weaker student learns one simple way to say it beside the human ones. Held-out files are copied.
 *
 *  Kim and Rush 2016, Sequence-Level Knowledge Distillation, https://arxiv.org/abs/1606.07947, §3.2
 *  @throws UsageError if there is no training text or both folders are the same; CorpusError for a malformed line,
 *  or if `out` has held-out files that `data` has not. */
export async function distillCorpus(options: DistillOptions): Promise<DistilledCorpus> {
  const { data, out, model, tokenizer, onProgress } = options;
  if (resolve(data) === resolve(out)) {
    throw new UsageError(`--out ${out}: must be another folder than --data`);
  }
  await refuseOtherHeldOutFiles(out, await heldOutFiles(data));
  const references = await readTrainingText(join(data, "train.tsv"));
  const origin = await readProvenance(join(data, "provenance.json"));
  const sources = [...references.keys()];
  const { translations, journal } = await translateWithTeacher(sources, {
    ...options,
    model: await readInput(model),
    tokenizerJson: (await readInput(tokenizer)).toString("utf8"),
    folder: out,
    onProgress: (finished) => onProgress?.(finished, sources.length),
  });
  let added = 0;
  const lines = [...references].map(([source, known], index) => {
    const translation = translations[index];
    const isNew = translation !== undefined && translation !== "" && !known.includes(translation);
    if (isNew) added++;
    return [source, ...known, ...(isNew ? [translation] : [])].join("\t");
  });
  await writeCorpus(lines, origin, options);
  await rm(journal, { force: true });
  return { sentences: sources.length, added };
}

/** Sources with all their translations, in the order in which they first occur. */
async function readTrainingText(path: string): Promise<Map<string, string[]>> {
  const references = new Map<string, string[]>();
  for await (const { source, references: translations } of readTsv(path)) {
    const known = references.get(source);
    if (known) known.push(...translations);
    else references.set(source, [...translations]);
  }
  if (references.size === 0) throw new UsageError(`${path}: there is no sentence pair in it`);
  return references;
}

async function writeCorpus(
  train: readonly string[],
  origin: object,
  { data, out, model, beamSize }: DistillOptions,
): Promise<void> {
  const names = await heldOutFiles(data);
  const files: TextFile[] = [{ path: join(out, "train.tsv"), lines: train }];
  for (const name of names) {
    const lines = (await readFile(join(data, name), "utf8")).replace(/\n$/, "").split("\n");
    files.push({ path: join(out, name), lines });
  }
  const teacher = { ...(await recordFile(model)), beamSize };
  await writeWithProvenance(files, { ...origin, teacher }, out);
}

/** The record of where the text comes from; empty if there is none. */
async function readProvenance(path: string): Promise<object> {
  if (!(await fileExists(path))) return {};
  const record = await readJson(path);
  if (typeof record !== "object" || record === null) {
    throw new UsageError(`${path}: must hold a JSON object, as \`corpus\` writes it`);
  }
  return record;
}
