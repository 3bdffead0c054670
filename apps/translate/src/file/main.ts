import type { Command } from "commander";
import { exitCode } from "../exit-code.ts";
import type { Surroundings } from "../program.ts";
import { checkFile } from "./check-file.ts";
import { evaluateFile } from "./evaluate-file.ts";
import { createFileCommand } from "./file-command.ts";
import { translateToFile } from "./translate-to-file.ts";

/** Its command line, which runs nothing. */
export const describe = (): Command => createFileCommand(() => Promise.resolve());

/** Runs `translate file`.
 *  @param args  what follows its name.
 *  @returns  the exit code.
 *  @throws UsageError for wrong arguments and malformed files. */
export async function run(args: readonly string[], surroundings: Surroundings): Promise<number> {
  let code: number = exitCode.success;
  const command = createFileCommand(async (input, output, options) => {
    const does = options.check
      ? checkFile
      : options.against !== undefined
        ? evaluateFile
        : translateToFile;
    code = await does(input, output, { options, surroundings });
  });
  await command
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void surroundings.output(text),
      writeErr: surroundings.error,
    })
    .parseAsync(args, { from: "user" });
  return code;
}
