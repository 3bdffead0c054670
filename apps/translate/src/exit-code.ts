/** What the process says to the shell when it ends. */
export const exitCode = {
  success: 0,
  /** Something failed that better arguments would not mend: memory, a broken model file. */
  failure: 1,
  /** The arguments or the input are wrong. */
  usage: 2,
  /** The user pressed Ctrl+C (128 + SIGINT). */
  interrupted: 130,
} as const;

/** Input that the user can mend; its message is shown without a stack. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
