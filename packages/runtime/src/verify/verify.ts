import type { TranslationSession } from "../translate/translation-session.ts";
import { reportOf, type VerifyOptions, type VerifyReport } from "./verify-report.ts";
import { type RunnableModel, type VerifiedRun, verifyRun } from "./verify-runs.ts";
import { type VerifiedExample, verifyExample } from "./verify-translations.ts";

/** Runs the golden inputs of the model file and compares: ids exactly, log-probabilities and scores within the tolerance.
 *
 *  It proves that this platform's kernels compute, on these inputs, what the model computed when it was written: a wrong
 *  kernel, layout or instruction set shows. It does not prove each weight: a weight that these inputs hardly use may be
 *  wrong, and most single flipped bits stay within the tolerance. Damage of the file is the matter of `readModel`, and so of
 *  `loadTranslator` and `loadClassifier`, which refuse bytes whose content does not have the CRC-32 in the metadata: every single
 *  flipped bit. */
export function verify(
  session: TranslationSession,
  options?: VerifyOptions,
): Promise<VerifyReport<VerifiedExample>>;
export function verify(
  model: RunnableModel,
  options?: VerifyOptions,
): Promise<VerifyReport<VerifiedRun>>;
export function verify(
  subject: TranslationSession | RunnableModel,
  options: VerifyOptions = {},
): Promise<VerifyReport<VerifiedExample> | VerifyReport<VerifiedRun>> {
  if ("translateIds" in subject) {
    return reportOf(subject.golden, options, (example, resolved) =>
      verifyExample(subject, example, resolved),
    );
  }
  return reportOf(subject.golden, options, (run, resolved) => verifyRun(subject, run, resolved));
}
