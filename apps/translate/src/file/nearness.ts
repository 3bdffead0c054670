import type { Catalogue, EntryOutcome, KeptKind } from "@bnnkit/localization";
import { checkKept, chrf } from "@bnnkit/metrics";

/** What a model's translations kept of their sources, and how near they come to those of people. */
export interface Nearness {
  readonly entries: number;
  readonly translated: number;
  readonly locked: number;
  readonly untranslated: number;
  /** What the sources have of each kind, and how much of it is missing, added or at fault. */
  readonly kept: Readonly<
    Partial<Record<KeptKind, { readonly items: number; readonly differing: number }>>
  >;
  /** Texts that the model wrote and people translated, plural forms apart. */
  readonly comparedTexts: number;
  /** chrF2 of these, 0 … 100; `null` if there are none. */
  readonly chrf: number | null;
}

/** Compares what a model wrote with what people did, entry by entry of the same id. */
export function nearnessTo(people: Catalogue, outcomes: readonly EntryOutcome[]): Nearness {
  const human = new Map(
    people.entries.map(({ id, sources, targets }) => [id, targets.length > 0 ? targets : sources]),
  );
  const texts = outcomes.flatMap(({ entry, kind, targets }) =>
    kind !== "machine"
      ? []
      : targets.map((target, form) => ({
          source: entry.sources[form],
          target,
          reference: human.get(entry.id)?.[form] ?? "",
        })),
  );
  const compared = texts.filter(({ reference }) => reference !== "");
  const count = (kind: EntryOutcome["kind"]) =>
    outcomes.filter((outcome) => outcome.kind === kind).length;
  return {
    entries: outcomes.length,
    translated: count("machine"),
    locked: count("locked"),
    untranslated: count("untranslated"),
    kept: keptOf(texts),
    comparedTexts: compared.length,
    chrf:
      compared.length === 0
        ? null
        : chrf(
            compared.map(({ target }) => target),
            compared.map(({ reference }) => [reference]),
          ).score,
  };
}

function keptOf(
  texts: readonly { readonly source: string; readonly target: string }[],
): Nearness["kept"] {
  const sums = new Map<string, { items: number; differing: number }>();
  for (const { source, target } of texts) {
    for (const [kind, report] of Object.entries(checkKept(source, target).kinds)) {
      const sum = sums.get(kind) ?? { items: 0, differing: 0 };
      sum.items += report.source.length;
      sum.differing += report.missing.length + report.extra.length + report.faults.length;
      sums.set(kind, sum);
    }
  }
  return Object.fromEntries(sums);
}
