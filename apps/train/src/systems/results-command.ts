import { resolve } from "node:path";
import type { Command } from "commander";
import { UsageError } from "../errors.ts";
import { makeFolder } from "../make-folder.ts";
import { readInput } from "../read-input.ts";
import { type WholeFile, writeAllWhole } from "../write-whole.ts";
import { formatSystems } from "./format-systems.ts";
import { replaceTable } from "./replace-table.ts";
import { readResults, resultsFiles } from "./results-files.ts";
import { readRunResults } from "./run-results.ts";
import { mergeResults, type SystemResult } from "./system-result.ts";

interface ResultsCommandOptions {
  readonly out: string;
  readonly name: string;
  readonly readme?: string;
  readonly json?: boolean;
}

/** Adds `results` to a program: gathers the results of runs in data, a table and a picture. */
export function registerResultsCommand(program: Command): void {
  program
    .command("results")
    .summary("gather results of runs: data, table, picture")
    .description(
      "Puts the results of runs over those in --out, and draws and prints them all. A run takes the place of one of the same network, system, preset and seed; speeds are those of speeds.json, which `bench classifiers --runs FOLDER` writes. Without a folder, table and picture are made anew.",
    )
    .argument("[folders...]", "folders of runs, as `systems` has them in --out")
    .requiredOption(
      "--out <folder>",
      "where NAME-mlp.json and so on and accuracy-over-size.svg are",
    )
    .option("--name <name>", "what the data is called: the images that all runs have", "results")
    .option("--readme <file>", "Markdown file whose table becomes this one")
    .option("--json", "print the results as JSON")
    .action(runResultsCommand);
}

async function runResultsCommand(
  folders: readonly string[],
  { out: outOption, name, readme, json }: ResultsCommandOptions,
): Promise<void> {
  const out = resolve(outOption);
  let results = mergeResults([], await readResults(out, name));
  for (const folder of folders) results = mergeResults(results, await readRunResults(folder));
  if (results.length === 0) {
    throw new UsageError(
      `--out ${out}: has no ${name}-mlp.json or ${name}-cnn.json; name folders of runs`,
    );
  }
  const files = [...resultsFiles(out, name, results), ...(await readmeFiles(readme, results))];
  await makeFolder(out);
  await writeAllWhole(files);
  process.stdout.write(json === true ? `${JSON.stringify(results)}\n` : formatSystems(results));
}

/** @throws UsageError if the file has no place for a table. */
async function readmeFiles(
  path: string | undefined,
  results: readonly SystemResult[],
): Promise<readonly WholeFile[]> {
  if (path === undefined) return [];
  const markdown = (await readInput(path)).toString("utf8");
  try {
    return [{ path, content: replaceTable(markdown, formatSystems(results)) }];
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new UsageError(`--readme ${path}: ${cause.message}`, { cause });
  }
}
