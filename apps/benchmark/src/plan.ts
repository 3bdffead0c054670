import type { Place } from "./arm.ts";
import type { Case, CaseContender } from "./operator.ts";

/** One case and who is timed at it. */
export interface Plan {
  readonly case: Case;
  readonly entries: readonly PlanEntry[];
}

/** A contender with a number of threads. */
export interface PlanEntry {
  readonly contender: CaseContender;
  readonly threads: number;
}

/** What is asked for. */
export interface Selection {
  /** Every word of it, or one of the alternatives of `a|b`, must occur in `op arm shape origin`, in any case. */
  readonly filter: string;
  readonly place: Place;
  readonly threadCounts: readonly number[];
  readonly isQuick: boolean;
}

/** Chooses cases and contenders; more than one thread only for those that can use them.
 *  @returns plans without empty ones. */
export function planCases(
  cases: readonly Case[],
  { filter, place, threadCounts, isQuick }: Selection,
): Plan[] {
  const words = filter
    .toLowerCase()
    .split(/\s+/)
    .map((word) => word.split("|"));
  const plans = cases
    .filter((each) => each.isQuick || !isQuick)
    .map((each): Plan => {
      const asked = each.contenders.filter(({ name, places }) => {
        const label = `${each.op} ${name} ${each.shape} ${each.origin}`.toLowerCase();
        return (
          places.includes(place) &&
          words.every((alternatives) => alternatives.some((word) => label.includes(word)))
        );
      });
      const entries = threadCounts.flatMap((threads) =>
        asked
          .filter((contender) => threads === 1 || contender.threads === "any")
          .map((contender) => ({ contender, threads })),
      );
      return { case: each, entries };
    });
  return plans.filter(({ entries }) => entries.length > 0);
}
