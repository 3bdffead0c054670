import { UsageError } from "../errors.ts";

/** What opens and runs a model file, with what is wrong of it as the fault of who named it.
 *  @throws UsageError that names the file, in the place of a RangeError or TypeError. */
export async function openModel<T>(path: string, open: () => Promise<T>): Promise<T> {
  try {
    return await open();
  } catch (cause) {
    if (!(cause instanceof RangeError || cause instanceof TypeError)) throw cause;
    throw new UsageError(`${path}: ${cause.message}`, { cause });
  }
}
