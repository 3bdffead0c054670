import type { PlatformAbortSignal } from "@bnnkit/core";
import type { GoldenTranslation } from "@bnnkit/model";
import type { TranslationSession } from "./translation-session.ts";

export interface VerifyOptions {
  /** Greatest difference of a token's natural log-probability. Default 0.01: float32 sums in another order
   *  stay below it by far. */
  readonly tolerance?: number;
  readonly signal?: PlatformAbortSignal;
}

/** How one golden example went. */
export interface VerifiedExample {
  /** Generated ids, the end token included. */
  readonly expected: readonly number[];
  readonly actual: readonly number[];
  /** Index of the first id that differs; absent if all are equal. */
  readonly firstDifference?: number;
  /** Greatest difference of a log-probability before the first id that differs. */
  readonly largestDifference: number;
  readonly passed: boolean;
}

/** What {@link verify} found. */
export interface VerifyReport {
  /** Whether there are examples and all passed. */
  readonly passed: boolean;
  readonly tolerance: number;
  readonly examples: readonly VerifiedExample[];
}

/** Runs the golden inputs of the model file and compares: ids exactly, log-probabilities within the tolerance.
 *
 *  It proves that this platform's kernels compute, on these inputs, what the model computed when it was written: a wrong
 *  kernel, layout or instruction set shows. It does not prove each weight: a weight that these inputs hardly use may be
 *  wrong, and most single flipped bits stay within the tolerance. Damage of the file is the matter of `readModel`, and so of
 *  `loadTranslator`, which refuse bytes whose content does not have the CRC-32 in the metadata: every single flipped bit. */
export async function verify(
  session: TranslationSession,
  { tolerance = 0.01, signal }: VerifyOptions = {},
): Promise<VerifyReport> {
  const examples: VerifiedExample[] = [];
  for (const example of session.golden) {
    examples.push(await verifyExample(session, example, { tolerance, signal }));
  }
  const passed = examples.length > 0 && examples.every((example) => example.passed);
  return { passed, tolerance, examples };
}

async function verifyExample(
  session: TranslationSession,
  { source, target, logProbabilities }: GoldenTranslation,
  {
    tolerance,
    signal,
  }: { readonly tolerance: number; readonly signal: PlatformAbortSignal | undefined },
): Promise<VerifiedExample> {
  const expected = [...target.subarray(1)];
  const [[best]] = await session.translateIds([[...source]], {
    maximumLength: expected.length,
    ...(signal && { signal }),
  });
  const { end } = session.description.tokens;
  const actual = best.isComplete ? [...best.tokens, end] : best.tokens;
  const differing = expected.findIndex((id, i) => id !== actual[i]);
  const compared = differing === -1 ? expected.length : differing;
  let largestDifference = 0;
  for (let i = 0; i < compared; i++) {
    const difference = Math.abs(best.logProbabilities[i] - logProbabilities[i]);
    largestDifference = Math.max(largestDifference, difference);
  }
  return {
    expected,
    actual,
    ...(differing !== -1 && { firstDifference: differing }),
    largestDifference,
    passed: differing === -1 && largestDifference <= tolerance,
  };
}
