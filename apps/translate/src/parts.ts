import type { Command } from "commander";
import type { Surroundings } from "./program.ts";

/** A subcommand with libraries of its own, which are optional dependencies: translating lines never loads them. */
interface Part {
  /** Runs the subcommand.
   *  @param args  what follows its name.
   *  @returns  the exit code. */
  readonly run: (args: readonly string[], surroundings: Surroundings) => Promise<number>;
  /** Its command line, to be completed. */
  readonly describe: () => Command;
}

/** Names of the subcommands; the code of each stands in the folder of its name, whose `main` exports `run`. */
export const partNames: ReadonlySet<string> = new Set(["file", "serve", "batch", "page"]);

/** The subcommand of that name.
 *  @throws Error that says what to install if a library of it is missing. */
export async function loadPart(name: string): Promise<Part> {
  // The folder is a project of its own, compiled after this one, so that its name is not known to the compiler here.
  const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
  try {
    return await import(new URL(`./${name}/main.${extension}`, import.meta.url).href);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND"))
      throw error;
    throw new Error(
      `${name} needs libraries that are optional: install @bnnkit/translate without --no-optional (${error.message})`,
      { cause: error },
    );
  }
}
