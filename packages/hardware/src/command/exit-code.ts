/** What the process says to the shell when it ends. */
export const exitCode = {
  success: 0,
  /** Something failed that better arguments would not mend. */
  failure: 1,
  /** The arguments or a file that they name are wrong. */
  usage: 2,
  /** The user pressed Ctrl+C (128 + SIGINT). */
  interrupted: 130,
} as const;

/** Input that the user can mend; its message is shown without a stack. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** What a model or an option is wrong about is the user's to mend.
 *  @throws UsageError for a RangeError. */
export function usable<T>(make: () => T): T {
  try {
    return make();
  } catch (problem) {
    if (problem instanceof RangeError) throw new UsageError(problem.message);
    throw problem;
  }
}
