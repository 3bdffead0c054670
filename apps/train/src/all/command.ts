import { readdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { type Command, Option } from "commander";
import { runCorpus } from "../corpus/command.ts";
import type { CorpusOptions } from "../corpus/corpus-options.ts";
import { UsageError } from "../errors.ts";
import { evaluateFile } from "../evaluate/command.ts";
import { formatEvaluation } from "../evaluate/format-evaluation.ts";
import { exportRun } from "../export/command.ts";
import { packedFiles } from "../export/packed-files.ts";
import { type FitCommandOptions, startFit } from "../fit/command.ts";
import { defaultConfig, type FitConfig } from "../fit/fit-config.ts";
import { readConfig } from "../fit/fit-options.ts";
import { fileExists } from "../fit/run-folder.ts";
import { lockFolder } from "../folder-lock.ts";
import { beamSize, integerFrom } from "../options.ts";
import { trainTokenizer } from "../tokenizer/command.ts";
import { baseVocabularySize } from "../tokenizer/tokenizer-file.ts";
import { writeWhole } from "../write-whole.ts";
import { adaptationDefaults } from "./adaptation.ts";
import { fewBitPacking } from "./few-bit-packing.ts";
import {
  prepareTeacher,
  studentDefaults,
  type TeacherFolders,
  teacherFolders,
} from "./teacher-stage.ts";

interface AllOptions extends Omit<CorpusOptions, "out" | "json">, Omit<FitCommandOptions, "seed"> {
  readonly vocabularySize: number;
  readonly teacherConfig?: string;
  readonly from?: string;
  readonly average?: number;
  readonly beam: number;
}

/** What a packed model has already. */
const shapeOptions = ["size", "encoderLayers", "decoderLayers", "features", "feedForward"];

/** Adds `all` to a program that has `corpus` and `fit`: every step from text to score, each done once.
 *  It takes the options of both. */
export function registerAllCommand(program: Command): void {
  const all = program
    .command("all")
    .summary("every step: corpus, tokenizer, fit, export, evaluate")
    .description(
      "Builds the corpus, trains the tokenizer and the model, packs it and scores it on the held-out test text. With --teacher-config a float model comes first: it translates the training text, and the model starts from its weights and learns from its words and its distribution. With --from a packed model goes on learning, from this text. Everything goes into one folder; what is there already is not done again, so the same command goes on after an interruption.",
    )
    .requiredOption("--out <folder>", "where everything goes; keep it outside the checkout")
    .option("--data <folder>", "a corpus that is there already, instead of building one")
    .option("--vocabulary-size <tokens>", "tokens in all", integerFrom(baseVocabularySize), 4096)
    .option(
      "--teacher-config <file>",
      "first train a float model that teaches this one; its settings as JSON where they differ",
    )
    .addOption(
      new Option(
        "--from <folder>",
        "go on from the packed model and the tokenizer there, such as models/en-de",
      ).conflicts(["teacherConfig", "vocabularySize", ...shapeOptions]),
    )
    .option("--average <count>", "export the mean of the last evaluated weights", integerFrom(1))
    .option("--beam <size>", "hypotheses kept while searching for the scores", beamSize, 1);
  const own = new Set([
    "--tokenizer",
    "--resume",
    "--json",
    ...all.options.map(({ long }) => long),
  ]);
  for (const step of ["corpus", "fit"]) {
    const command = program.commands.find((candidate) => candidate.name() === step);
    for (const option of command?.options ?? []) {
      if (own.has(option.long)) continue;
      own.add(option.long);
      all.addOption(option);
    }
  }
  all.action(runAll);
}

async function runAll(options: AllOptions): Promise<void> {
  const folder = resolve(options.out);
  const data = options.data ?? join(folder, "corpus");
  const from = options.from === undefined ? undefined : packedFiles(resolve(options.from));
  const tokenizer = from?.tokenizer ?? join(folder, "tokenizer.json");
  const base = from ? await adaptationDefaults(from) : defaultConfig;
  for (const file of [options.config, options.teacherConfig]) {
    // What is wrong in it is said before the text is built, which may take minutes.
    if (file !== undefined) await readConfig(file, base);
  }
  using _lock = await lockFolder(folder);
  await prepareText(options, { data, tokenizer });
  const run = join(folder, "run");
  const teacher = teacherFolders(folder);
  const settings = { ...options, data, tokenizer, out: run, resume: true };
  if (!(await train(settings, { base, teacher }))) {
    note("stopped; the same command goes on from here");
    return;
  }
  const model = join(folder, "model");
  const choice = {
    name: "en-de",
    lengthPenalty: "auto",
    ...(options.average && { average: options.average }),
    ...(from && (await fewBitPacking(from))),
  } as const;
  const report = await exportRun({ run, out: model, ...choice });
  note(report.trim());
  const { beam } = options;
  await scoreAll(data, model, { beam, path: join(folder, "scores.json") });
  if (options.teacherConfig !== undefined) {
    note("the teacher:");
    await scoreAll(data, teacher.model, { beam, path: join(folder, "teacher-scores.json") });
  }
}

async function prepareText(
  options: AllOptions,
  { data, tokenizer }: { readonly data: string; readonly tokenizer: string },
): Promise<void> {
  if (!(await fileExists(join(data, "train.tsv")))) {
    if (options.data !== undefined) throw new UsageError(`--data ${data}: has no train.tsv`);
    await runCorpus(
      { ...options, out: data },
      { command: process.argv.slice(2), onProgress: note },
    );
  }
  if (!(await fileExists(tokenizer))) {
    const { vocabularySize } = options;
    const text = { data: [join(data, "train.tsv")], out: tokenizer, minimumCount: 2 };
    note(`tokenizer: ${await trainTokenizer({ ...text, vocabularySize })} tokens`);
  }
}

/** Trains the model, its teacher before it if there is to be one.
 *  @returns whether it is done, or was stopped */
async function train(
  options: FitCommandOptions & Pick<AllOptions, "teacherConfig">,
  { base, teacher }: { readonly base: FitConfig; readonly teacher: TeacherFolders },
): Promise<boolean> {
  if (options.teacherConfig === undefined) {
    return (await startFit(options, { base, orNew: true })).stopped === undefined;
  }
  if (!(await prepareTeacher(options, teacher, options.teacherConfig))) return false;
  const taught = { ...options, data: teacher.text };
  const { stopped } = await startFit(taught, { base: studentDefaults(teacher), orNew: true });
  return stopped === undefined;
}

async function scoreAll(
  data: string,
  model: string,
  { beam, path }: { readonly beam: number; readonly path: string },
): Promise<void> {
  const tests = (await readdir(data)).filter((name) => name.endsWith("-test.tsv")).sort();
  const results: object[] = [];
  for (const name of tests) {
    const { translations, ...scores } = await evaluateFile({
      data: join(data, name),
      ...packedFiles(model),
      beam,
    });
    results.push({ data: name, ...scores });
    process.stdout.write(formatEvaluation(name, scores));
  }
  await writeWhole(path, `${JSON.stringify(results, null, 2)}\n`);
}

function note(text: string): void {
  process.stderr.write(`${text}\n`);
}
