import { execFile } from "node:child_process";
import { basename } from "node:path";
import { exitCode, UsageError } from "../exit-code.ts";
import { loadModel } from "../load-model.ts";
import { type Nearness, nearnessTo } from "./nearness.ts";
import { chooseFormat, readFile } from "./read-file.ts";
import { untranslatedLines } from "./report.ts";
import { readChoices, type Task, translateText } from "./translate-to-file.ts";

interface Evaluation extends Nearness {
  readonly file: string;
  /** From loading the model to the last text. */
  readonly entriesPerSecond: number;
  /** Whether `msgfmt --check` passes on what was written, fuzzy entries too; `null` for other formats, or without msgfmt. */
  readonly passesMsgfmt: boolean | null;
}

/** Translates a file anew and says on standard output how near that comes to what people translated.
 *  @returns the exit code: `unreliable` if texts stay untranslated. */
export async function evaluateFile(
  input: string,
  output: string | undefined,
  task: Task,
): Promise<number> {
  const { options, surroundings } = task;
  const { against = input, column } = options;
  if (output !== undefined) throw new UsageError("--against writes no file: give one file");
  const format = chooseFormat(input, options.format);
  const columns = column === undefined ? {} : { columns: column };
  const catalogue = await readFile(input, { format, columns, surroundings });
  const people = await readFile(against, { format, columns, surroundings });
  const choices = { ...(await readChoices(task, { input, output, format })), isAnew: true };
  const start = performance.now();
  using translator = await loadModel(options, surroundings.signal);
  const { text, outcomes } = await translateText(
    catalogue.text,
    { translator, format, choices },
    task,
  );
  const seconds = (performance.now() - start) / 1000;
  const evaluation: Evaluation = {
    file: basename(input),
    ...nearnessTo(people, outcomes),
    entriesPerSecond: outcomes.length / seconds,
    passesMsgfmt: format.name === "gettext" ? await passesMsgfmt(text) : null,
  };
  surroundings.error(untranslatedLines(input, outcomes));
  await surroundings.output(options.json ? `${JSON.stringify(evaluation)}\n` : tableOf(evaluation));
  return evaluation.untranslated === 0 ? exitCode.success : exitCode.unreliable;
}

function passesMsgfmt(po: string): Promise<boolean | null> {
  return new Promise((resolve) => {
    const args = ["--check", "--use-fuzzy", "-o", "/dev/null", "-"];
    const child = execFile("msgfmt", args, (error) =>
      resolve(error === null ? true : error.code === "ENOENT" ? null : false),
    );
    // Where there is no msgfmt the pipe is closed; the error above says so.
    child.stdin?.on("error", () => undefined).end(po);
  });
}

/** Kinds with a column of their own; marks at the end and white space are a matter of style and stand in the JSON alone. */
const apart: ReadonlySet<string> = new Set(["mnemonic", "number", "space", "mark-at-end"]);

function tableOf(evaluation: Evaluation): string {
  const { file, entries, translated, locked, untranslated, chrf, passesMsgfmt } = evaluation;
  const differing = (isCounted: (kind: string) => boolean) => {
    const counts = Object.entries(evaluation.kept).filter(([kind]) => isCounted(kind));
    const sum = (of: "items" | "differing") => counts.reduce((a, [, count]) => a + count[of], 0);
    return `${sum("differing")} of ${sum("items")}`;
  };
  const columns: readonly (readonly [string, string | number])[] = [
    ["file", file],
    ["entries", entries],
    ["translated", translated],
    ["locked", locked],
    ["left untranslated", untranslated],
    ["placeholders, tags, code … that differ", differing((kind) => !apart.has(kind))],
    ["mnemonics", differing((kind) => kind === "mnemonic")],
    ["numbers", differing((kind) => kind === "number")],
    ["chrF against people", chrf === null ? "–" : chrf.toFixed(1)],
    ["entries/s", evaluation.entriesPerSecond.toFixed(1)],
    ["msgfmt --check", passesMsgfmt === null ? "–" : passesMsgfmt ? "passes" : "fails"],
  ];
  const row = (cells: readonly (string | number)[]) => `| ${cells.join(" | ")} |\n`;
  return [columns.map(([name]) => name), columns.map(() => "---"), columns.map(([, cell]) => cell)]
    .map(row)
    .join("");
}
