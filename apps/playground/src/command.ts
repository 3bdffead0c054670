import { Command, InvalidArgumentError } from "commander";

/** What the command line asks for. */
export interface PlaygroundOptions {
  readonly out?: string;
  readonly host: string;
  readonly port: number;
}

/** The command line. `run` is called once with the checked options. */
export function createCommand(run: (options: PlaygroundOptions) => Promise<void>): Command {
  return new Command("bnnkit-playground")
    .description(
      "Builds the playground of binarized networks as a web page, and serves it until Ctrl+C.",
    )
    .option("-o, --out <folder>", "write the page there, for any host, and serve nothing")
    .option("--host <name>", "address to serve at; 0.0.0.0 for all of this machine", "127.0.0.1")
    .option("-p, --port <number>", "port to serve at; 0 takes any that is free", portNumber, 4174)
    .showHelpAfterError("(--help shows all options)")
    .allowExcessArguments(false)
    .action((options: PlaygroundOptions) => run(options));
}

function portNumber(text: string): number {
  const port = Number(text);
  if (text.trim() === "" || !Number.isInteger(port) || port < 0 || port > 65535)
    throw new InvalidArgumentError("expected a whole number from 0 to 65535.");
  return port;
}
