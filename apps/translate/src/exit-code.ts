/** What the process says to the shell when it ends. */
export const exitCode = {
  success: 0,
  /** Something failed that better arguments would not mend: memory, a broken model file. */
  failure: 1,
  /** The arguments or the input are wrong. */
  usage: 2,
  /** All is translated, but some translations are unreliable or cut off. */
  unreliable: 3,
  /** The user pressed Ctrl+C (128 + SIGINT). */
  interrupted: 130,
} as const;

/** Input that the user can mend; its message is shown without a stack. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** A translation is unreliable, and the user wants none of that. */
export class UnreliableError extends Error {
  override readonly name = "UnreliableError";

  /** @param line  number of the line, from 1 */
  constructor(line: number) {
    super(`line ${line}: the translation is unreliable (--unreliable mark or copy goes on)`);
  }
}
