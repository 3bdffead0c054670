import { checkKept } from "@bnnkit/metrics";

/** What of a text is lost or made up in its translation, by kind; nothing if all is kept. */
export function lostItems(source: string, target: string): readonly string[] {
  return Object.entries(checkKept(source, target).kinds).flatMap(([kind, report]) =>
    [...report.missing, ...report.extra, ...report.faults].map(
      (what) => `${kind} ${what} in ${JSON.stringify([source, target])}`,
    ),
  );
}
