import { Command, CommanderError } from "commander";
import { registerClassifiersCommand } from "./classifiers-command.ts";
import { registerCompareCommand } from "./compare/compare-command.ts";
import { addCompletion } from "./completion.ts";
import { registerDashboardCommand } from "./dashboard/dashboard-command.ts";
import { registerDuetCommand } from "./duet/duet-command.ts";
import { exitCode, UsageError } from "./exit-code.ts";
import { registerKernelsCommand } from "./kernels-command.ts";
import { registerModelCommand } from "./model-command.ts";
import { ownVersion } from "./report/own-version.ts";
import type { Surroundings } from "./surroundings.ts";
import { registerWeightlessCommand } from "./weightless/weightless-command.ts";

/** Runs the command line; results go to `output`, everything else to `error`.
 *  @param args  without node and script.
 *  @returns  the exit code. */
export async function runProgram(
  args: readonly string[],
  surroundings: Surroundings,
): Promise<number> {
  const { streams, signal } = surroundings;
  try {
    await createProgram(surroundings).parseAsync(args, { from: "user" });
    return exitCode.success;
  } catch (error) {
    if (error instanceof CommanderError) {
      return error.exitCode === 0 ? exitCode.success : exitCode.usage;
    }
    if (signal.aborted) return exitCode.interrupted;
    streams.error(`error: ${error instanceof Error ? error.message : String(error)}\n`);
    return error instanceof UsageError ? exitCode.usage : exitCode.failure;
  }
}

function createProgram(surroundings: Surroundings): Command {
  const { output, error } = surroundings.streams;
  const program = new Command("bnnkit-benchmark")
    .description("Times kernels and whole models beside their peers, in one run on one machine.")
    .version(Object.values(ownVersion())[0] ?? "", "-V, --version", "print the version")
    .showHelpAfterError("(--help shows all options)")
    .configureOutput({ writeOut: output, writeErr: error })
    .exitOverride()
    .addHelpText(
      "after",
      "\nExit codes: 0 done, 1 failure, wrong result or regression, 2 wrong arguments, 130 interrupted.",
    );
  registerKernelsCommand(program, surroundings);
  registerModelCommand(program, surroundings);
  registerClassifiersCommand(program, surroundings);
  registerWeightlessCommand(program, surroundings);
  registerCompareCommand(program, surroundings);
  registerDuetCommand(program, surroundings);
  registerDashboardCommand(program, surroundings);
  return addCompletion(program);
}
