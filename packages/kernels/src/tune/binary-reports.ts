import type { WasmIsa } from "../isa.ts";
import type { KernelReport } from "../kernels.ts";
import { ROWS_OF_SECOND_RANGE } from "../tape/binary-kernels.ts";
import { candidateByRule, candidateId } from "./binary-candidates.ts";
import { chosenFor } from "./binary-choice.ts";
import type { KernelChoice } from "./kernel-choice.ts";
import { binaryBuckets, describeBucket, rowRanges } from "./shape-buckets.ts";

const binaryProducts = ["bgemm", "bgemmInt32", "bgemmInt8", "bgemmSign"] as const;

/** The kernels of products of bits: two by the rule, or one for each bucket of a choice. */
export function binaryReports(
  isa: WasmIsa,
  reason: string,
  choice: KernelChoice | undefined,
): readonly KernelReport[] {
  return choice === undefined ? reportsByRule(isa, reason) : reportsOfChoice(isa, reason, choice);
}

function reportsByRule(isa: WasmIsa, reason: string): readonly KernelReport[] {
  const from = ROWS_OF_SECOND_RANGE;
  return binaryProducts.flatMap((operation) => [
    {
      operation,
      shape: `pairs of ${from} rows or more, by table look-up`,
      kernel: candidateId(operation, candidateByRule(isa, rowRanges[3]), isa),
      reason,
    },
    {
      operation,
      shape: `up to ${from - 1} rows, or the one left over by pairs, by carry-save adders`,
      kernel: candidateId(operation, candidateByRule(isa, [1, 1]), isa),
      reason,
    },
  ]);
}

function reportsOfChoice(
  isa: WasmIsa,
  reason: string,
  choice: KernelChoice,
): readonly KernelReport[] {
  return binaryProducts.flatMap((operation) =>
    binaryBuckets.map((bucket) => {
      const shape = describeBucket(bucket);
      const chosen = chosenFor(choice, bucket);
      if (chosen === undefined) {
        const kernel = candidateId(operation, candidateByRule(isa, bucket.rows), isa);
        return { operation, shape, kernel, reason: `${reason}; by the rule, not measured` };
      }
      const kernel = chosen.kernel.replace(/^bgemm/, operation);
      return {
        ...{ operation, shape, kernel, gain: chosen.gain },
        reason: `${reason}; measured on ${choice.engine}`,
      };
    }),
  );
}
