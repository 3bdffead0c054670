import { type Catalogue, checkCatalogue } from "@bnnkit/localization";
import { excerptOf } from "../excerpt.ts";
import { exitCode, UsageError } from "../exit-code.ts";
import type { Surroundings } from "../program.ts";
import type { FileOptions } from "./file-command.ts";
import { chooseFormat, readFile } from "./read-file.ts";

interface Check {
  readonly options: FileOptions;
  readonly surroundings: Surroundings;
}

/** Says on standard output what is wrong with the translations of a file.
 *  @returns the exit code: `unreliable` if there are errors. */
export async function checkFile(
  input: string,
  output: string | undefined,
  { options, surroundings }: Check,
): Promise<number> {
  if (output !== undefined) throw new UsageError("--check writes no file: give one file");
  const catalogue = await read(input, { options, surroundings });
  const sources =
    options.source === undefined
      ? undefined
      : await read(options.source, { options, surroundings });
  const hasTargets = catalogue.entries.some(({ targets }) => targets.length > 0);
  if (sources === undefined && !hasTargets && catalogue.entries.length > 0) {
    throw new UsageError(
      `${input}: the file holds one language: give the English one with --source`,
    );
  }
  const problems = checkCatalogue(catalogue, sources);
  const lines = problems.map(({ line, id, isError, message }) => {
    const name = id === undefined ? "" : ` [${excerptOf(id.replace("\u0004", "|"))}]`;
    const text = message.replaceAll("\n", "\\n");
    return `${input}:${line}: ${isError ? "error" : "warning"}: ${text}${name}\n`;
  });
  await surroundings.output(lines.join(""));
  const errors = problems.filter(({ isError }) => isError).length;
  surroundings.error(
    `${catalogue.entries.length} entries: ${errors} errors, ${problems.length - errors} warnings\n`,
  );
  return errors > 0 ? exitCode.unreliable : exitCode.success;
}

async function read(path: string, { options, surroundings }: Check): Promise<Catalogue> {
  const format = chooseFormat(path, options.format);
  const columns = options.column === undefined ? {} : { columns: options.column };
  return await readFile(path, { format, columns, surroundings });
}
