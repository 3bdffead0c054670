import type { PlatformAbortSignal } from "@bnnkit/core";

export interface VerifyOptions {
  /** Greatest difference of a token's natural log-probability, or of a number relative to the largest of its output where that is
   *  above 1. Default 0.01: float32 sums in another order stay below it by far. */
  readonly tolerance?: number;
  readonly signal?: PlatformAbortSignal;
}

/** What a verification found. */
export interface VerifyReport<Example extends { readonly passed: boolean }> {
  /** Whether there are examples and all passed. */
  readonly passed: boolean;
  readonly tolerance: number;
  readonly examples: readonly Example[];
}

/** The options with what they leave out. */
export type ResolvedVerifyOptions = Required<Pick<VerifyOptions, "tolerance">> &
  Pick<VerifyOptions, "signal">;

/** Verifies examples one after the other. */
export async function reportOf<Golden, Example extends { readonly passed: boolean }>(
  golden: readonly Golden[],
  { tolerance = 0.01, ...rest }: VerifyOptions,
  verifyOne: (example: Golden, options: ResolvedVerifyOptions) => Promise<Example>,
): Promise<VerifyReport<Example>> {
  const examples: Example[] = [];
  for (const example of golden) examples.push(await verifyOne(example, { tolerance, ...rest }));
  const passed = examples.length > 0 && examples.every((example) => example.passed);
  return { passed, tolerance, examples };
}
