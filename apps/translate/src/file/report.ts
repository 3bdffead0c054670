import type { EntryOutcome } from "@bnnkit/localization";
import { excerptOf } from "../excerpt.ts";

/** A line for each entry that stays untranslated, with the reason. */
export function untranslatedLines(path: string, outcomes: readonly EntryOutcome[]): string {
  return outcomes
    .filter(({ kind }) => kind === "untranslated")
    .map(({ entry, reasons }) => {
      const text = excerptOf(entry.sources[0] ?? entry.id);
      return `${path}:${entry.line}: left untranslated (${reasons.join(", ")}): ${text}\n`;
    })
    .join("");
}

const parts: readonly (readonly [EntryOutcome["kind"], string])[] = [
  ["machine", "translated"],
  ["memory", "from the memory"],
  ["existing", "from the earlier translation"],
  ["kept", "translated before"],
  ["locked", "locked"],
  ["untranslated", "left untranslated"],
];

/** How many entries there are, and what became of them. */
export function summaryOf(outcomes: readonly EntryOutcome[]): string {
  const counts = parts.flatMap(([kind, name]) => {
    const count = outcomes.filter((outcome) => outcome.kind === kind).length;
    return count === 0 && kind !== "machine" ? [] : [`${count} ${name}`];
  });
  return `${outcomes.length} entries: ${counts.join(", ")}\n`;
}
