/** Why something failed, in one line. Of a system's error the path is left out, as the caller has named it:
 *  `ENOENT: no such file or directory`, not `…, open 'FILE'`. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isOfSystem = "syscall" in error && "code" in error;
  return isOfSystem ? error.message.replace(/, \w+( '.*')?$/s, "") : error.message;
}
