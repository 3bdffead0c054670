import type { EntryOutcome } from "@bnnkit/localization";
import { table } from "./table.ts";

/** Most rows that are shown: a page with more is slow to scroll. */
const mostRows = 500;

const names: Readonly<Record<EntryOutcome["kind"], string>> = {
  machine: "translated",
  memory: "from the memory",
  existing: "from the earlier translation",
  kept: "translated before",
  locked: "locked",
  untranslated: "left untranslated",
};

/** How many entries there are, and what became of them. */
export function summaryOf(outcomes: readonly EntryOutcome[]): string {
  const counts = Object.entries(names).flatMap(([kind, name]) => {
    const count = outcomes.filter((outcome) => outcome.kind === kind).length;
    return count === 0 ? [] : [`${count} ${name}`];
  });
  return `${outcomes.length} entries: ${counts.join(", ") || "none"}`;
}

/** Entry by entry what is written; those that are left untranslated, with the reason, come first. */
export function outcomeTable(outcomes: readonly EntryOutcome[]): HTMLElement {
  const isLeft = ({ kind }: EntryOutcome): boolean => kind === "untranslated";
  const sorted = [...outcomes.filter(isLeft), ...outcomes.filter((outcome) => !isLeft(outcome))];
  const rows = sorted
    .slice(0, mostRows)
    .map(({ entry, kind, targets, reasons }) => [
      String(entry.line),
      entry.sources.join("\n"),
      targets.join("\n"),
      [names[kind], reasons.join(", ")].filter((part) => part !== "").join(": "),
    ]);
  const isCut = sorted.length > mostRows;
  const name = isCut ? `The first ${mostRows} of ${sorted.length} entries` : "Entries";
  return table(name, ["line", "source", "translation", "what became of it"], rows);
}
