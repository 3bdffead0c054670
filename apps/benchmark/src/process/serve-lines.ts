import { createInterface } from "node:readline";

/** What was opened by the first line of a process, with the answer to that line. */
export interface Served<Command> {
  readonly opened: unknown;
  obey(command: Command): Promise<unknown>;
}

/** Opens something by the first line of standard input and does what the other lines say, each answered by a line of
 *  standard output; ends with the input. */
export async function serveLines<Open, Command>(
  open: (request: Open) => Promise<Served<Command>>,
): Promise<void> {
  const answer = (value: unknown): boolean => process.stdout.write(`${JSON.stringify(value)}\n`);
  let served: Served<Command> | undefined;
  try {
    for await (const line of createInterface({ input: process.stdin })) {
      if (served === undefined) {
        served = await open(JSON.parse(line));
        answer(served.opened);
      } else {
        answer(await served.obey(JSON.parse(line)));
      }
    }
  } catch (error) {
    process.stderr.write(`error: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
  // Worker threads of a peer must not keep the process.
  process.exit(0);
}
