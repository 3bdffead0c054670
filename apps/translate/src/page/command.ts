import { Command, InvalidArgumentError } from "commander";

/** What the command line asks for. */
export interface PageOptions {
  readonly out?: string;
  readonly host: string;
  readonly port: number;
}

function portNumber(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw new InvalidArgumentError("expected a whole number from 0 to 65535.");
  return port;
}

/** The command line of the page. `run` is called once with the checked options. */
export function createPageCommand(run: (options: PageOptions) => Promise<void>): Command {
  return new Command("bnnkit-translate page")
    .description("Builds the translator as a web page, and serves it until Ctrl+C.")
    .option("-o, --out <folder>", "write the page there, for any host, and serve nothing")
    .option("--host <name>", "address to serve at; 0.0.0.0 for all of this machine", "127.0.0.1")
    .option("-p, --port <number>", "port to serve at; 0 takes any that is free", portNumber, 4173)
    .addHelpText(
      "after",
      `
The page translates in the browser, offline after its first visit. It is served with the headers that threads and a strict
Content-Security-Policy need; a host that sets none serves it as well.

Examples:
  bnnkit-translate page
  bnnkit-translate page --out site`,
    )
    .showHelpAfterError("(--help shows all options)")
    .allowExcessArguments(false)
    .action((options: PageOptions) => run(options));
}
