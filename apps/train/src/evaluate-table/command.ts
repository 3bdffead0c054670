import type { Command } from "commander";
import { readTable } from "../weightless/read-split.ts";
import { evaluateTable } from "./evaluate-table.ts";

interface EvaluateTableCommandOptions {
  readonly model: string;
  readonly data: string;
  readonly classColumn: string;
  readonly json?: boolean;
}

/** Adds `evaluate-table` to a program: scores a packed classifier on the rows of a CSV. */
export function registerEvaluateTableCommand(program: Command): void {
  program
    .command("evaluate-table")
    .summary("score a packed network on a CSV")
    .description(
      "Runs a model file on the rows of a CSV with the packed runtime: accuracy, rows/s.",
    )
    .requiredOption("--model <file>", "a model file of rows of numbers, as `weightless` writes it")
    .requiredOption("--data <file>", "CSV of numbers with the class in one column")
    .option(
      "--class-column <name>",
      'column that holds the class: "last", "first" or a name of its header',
      "last",
    )
    .option("--json", "print one JSON object")
    .action(runEvaluateTableCommand);
}

async function runEvaluateTableCommand(options: EvaluateTableCommandOptions): Promise<void> {
  const { model, data } = options;
  const evaluation = await evaluateTable(model, await readTable(data, options));
  const { rows, accuracy, rowsPerSecond, modelBytes } = evaluation;
  const lines = [
    `data      ${data}: ${rows} rows`,
    `accuracy  ${(100 * accuracy).toFixed(2)} %`,
    `speed     ${rowsPerSecond.toFixed(0)} rows/s`,
    `size      ${modelBytes} bytes`,
  ];
  process.stdout.write(
    options.json === true
      ? `${JSON.stringify({ model, data, ...evaluation })}\n`
      : `${lines.join("\n")}\n`,
  );
}
