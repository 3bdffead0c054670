import { Command, Option } from "commander";
import {
  beamOption,
  integerBetween,
  isaOption,
  type ModelOptions,
  modelOption,
  threadsOption,
  tokenizerOption,
} from "../model-options.ts";
import { ownVersion } from "../own-version.ts";
import { keysVariable } from "./api-keys.ts";
import { defaultLimits } from "./service-options.ts";

/** What the command line of the service asks for. */
export interface ServeOptions extends ModelOptions {
  readonly host: string;
  readonly port: number;
  readonly apiKeys?: string;
  readonly cors: readonly string[];
  readonly bodyBytes: number;
  readonly characters: number;
  readonly texts: number;
  readonly alternatives: number;
  readonly timeout: number;
  readonly queue: number;
  readonly logLevel: string;
}

const billion = 1_000_000_000;

/** The command line of the service. `run` is called once with the checked options. */
export function createServeCommand(run: (options: ServeOptions) => Promise<void>): Command {
  return new Command("bnnkit-translate serve")
    .version(ownVersion(), "-V, --version", "print the version")
    .description("Translates over HTTP, with the interfaces of LibreTranslate and Apertium APy.")
    .option("--host <address>", "address to listen at; 0.0.0.0 for all", "127.0.0.1")
    .option("--port <number>", "port to listen at; 0 for any", integerBetween(0, 65_535), 5000)
    .option(
      "--api-keys <file>",
      `keys that let requests in, one a line; ${keysVariable} holds some, too`,
    )
    .option(
      "--cors <origin>",
      "origin whose pages may read answers, or *; may be repeated",
      (origin: string, origins: readonly string[]) => [...origins, origin],
      [],
    )
    .addOption(modelOption())
    .addOption(tokenizerOption())
    .addOption(beamOption())
    .addOption(isaOption())
    .addOption(threadsOption("all"))
    .option(
      "--characters <count>",
      "most characters of a request",
      integerBetween(1, billion),
      defaultLimits.characters,
    )
    .option(
      "--texts <count>",
      "most texts of a request",
      integerBetween(1, billion),
      defaultLimits.texts,
    )
    .option(
      "--alternatives <count>",
      "most translations beside the best that a request may ask for",
      integerBetween(0, 63),
      defaultLimits.alternatives,
    )
    .option(
      "--body-bytes <count>",
      "most bytes of a request",
      integerBetween(1, billion),
      defaultLimits.bodyBytes,
    )
    .option(
      "--timeout <seconds>",
      "longest time of a request, waiting included",
      integerBetween(1, 86_400),
      defaultLimits.seconds,
    )
    .option(
      "--queue <characters>",
      "most characters that wait; more is answered 503",
      integerBetween(1, billion),
      400_000,
    )
    .addOption(
      new Option("--log-level <level>", "what is logged on standard error")
        .choices(["debug", "info", "warn", "error", "silent"])
        .default("info"),
    )
    .addHelpText(
      "after",
      `
Examples:
  bnnkit-translate serve
  curl -d q="Good morning." -d source=en -d target=de http://127.0.0.1:5000/translate

SIGTERM or SIGINT ends it: what was accepted is answered first.
Exit codes: 0 ended by a signal, 1 failure, 2 wrong arguments or files.`,
    )
    .showHelpAfterError("(--help shows all options)")
    .allowExcessArguments(false)
    .action(run);
}
