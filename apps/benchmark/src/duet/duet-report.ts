import type { Machine } from "../report/machine.ts";
import type { Verdict } from "./judge.ts";
import type { RatioEstimate } from "./ratio-estimate.ts";

/** What `duet --json` writes. Additions leave `formatVersion` as it is; anything else raises it. */
export interface DuetReport {
  readonly format: "bnnkit-duet";
  readonly formatVersion: 1;
  /** ISO 8601, UTC */
  readonly startedAt: string;
  readonly settings: Readonly<Record<string, string | number | boolean>>;
  readonly machine: Machine;
  readonly base: DuetSide;
  readonly head: DuetSide;
  readonly rows: readonly DuetRow[];
  /** The reference kernel in the process of the head over that in the process of the base: the same code, so 1 but for what
   *  the machine did. */
  readonly reference: RatioEstimate;
}

/** What was measured on a side. */
export interface DuetSide {
  /** As it was asked for. */
  readonly revision: string;
  readonly commit: string;
}

/** One arm at one shape on both sides. */
export interface DuetRow {
  readonly kind: "measured";
  readonly op: string;
  readonly arm: string;
  readonly shape: string;
  readonly threads: number;
  /** Which time: that of the processor does not grow while other processes have it. */
  readonly clock: "processor" | "wall";
  readonly runsPerSample: number;
  /** The median of one run of the base. */
  readonly baseMilliseconds: number;
  /** Time of the head over that of the base: above 1 the head is slower. */
  readonly change: RatioEstimate;
  /** Time of the base in a second process over that in the first, in the same schedule. */
  readonly same: RatioEstimate;
  /** The relative change that counts here, made of the floor and what the same against the same has shown. */
  readonly threshold: number;
  /** Only where the first run looked like a change: both measured again by new processes. */
  readonly rerun?: { readonly change: RatioEstimate; readonly same: RatioEstimate };
  readonly verdict: Verdict;
}

/** Whether a value read from JSON is a report of this format. */
export function isDuetReport(value: unknown): value is DuetReport {
  return (
    typeof value === "object" &&
    value !== null &&
    "format" in value &&
    value.format === "bnnkit-duet" &&
    "formatVersion" in value &&
    value.formatVersion === 1 &&
    "startedAt" in value &&
    typeof value.startedAt === "string" &&
    "machine" in value &&
    typeof value.machine === "object" &&
    "rows" in value &&
    Array.isArray(value.rows) &&
    value.rows.every(
      (row) => typeof row?.change?.ratio === "number" && typeof row.same?.ratio === "number",
    )
  );
}
