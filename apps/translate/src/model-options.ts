import { type Isa, instructionSets, maximumBeamSize } from "@bnnkit/runtime";
import { InvalidArgumentError, Option } from "commander";
import { defaultModel, shippedModels } from "./shipped-models.ts";

/** What every command that translates is told about the model and its search. */
export interface ModelOptions {
  readonly model?: string;
  readonly tokenizer?: string;
  readonly beam: number;
  readonly isa?: Isa;
  readonly threads: number | "all";
}

/** An option that names a model. */
export function modelOption(): Option {
  const names = [...shippedModels.keys()].join(", ");
  return new Option(
    "--model <name or file>",
    `${names}, or a file, which needs --tokenizer (default: "${defaultModel}")`,
  );
}

/** An option that names a tokenizer. */
export function tokenizerOption(): Option {
  return new Option("--tokenizer <file>", "the tokenizer.json that the model was trained with");
}

/** An option for the width of the search. */
export function beamOption(): Option {
  return new Option("-b, --beam <size>", "hypotheses kept while searching")
    .argParser(integerBetween(1, maximumBeamSize))
    .default(1);
}

/** An option that chooses kernels. */
export function isaOption(): Option {
  return new Option("--isa <name>", "kernels to use (default: the best that works)").choices([
    ...instructionSets,
  ]);
}

/** An option for the number of threads. */
export function threadsOption(ordinarily: number | "all"): Option {
  return new Option("--threads <count>", "threads to use, or all for one on each core")
    .argParser((text) => (text === "all" ? text : integerBetween(1, 64)(text)))
    .default(ordinarily);
}

/** Reads a whole number of the command line.
 *  @throws InvalidArgumentError that names the bounds. */
export function integerBetween(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === "" || !Number.isInteger(value) || value < least || value > most)
      throw new InvalidArgumentError(`expected a whole number from ${least} to ${most}.`);
    return value;
  };
}
