/** Why an operation stopped the tape; undefined when it did not. */
export type Outcome = { readonly status: number; readonly row: number } | undefined;

export function stopped(status: number, row: number): Outcome {
  return { status, row };
}
