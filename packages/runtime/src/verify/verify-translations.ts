import type { GoldenTranslation } from "@bnnkit/model";
import type { TranslationSession } from "../translate/translation-session.ts";
import type { ResolvedVerifyOptions } from "./verify-report.ts";

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

/** Translates one golden source and compares. */
export async function verifyExample(
  session: TranslationSession,
  { source, target, logProbabilities }: GoldenTranslation,
  { tolerance, signal }: ResolvedVerifyOptions,
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
