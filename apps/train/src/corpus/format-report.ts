import type { GroupRecord, Provenance, SourceRecord } from "./provenance.ts";

/** The counts of a built corpus as text: what each source gave, what each rule dropped, what each file holds. */
export function formatReport({ sources, groups, outputs }: Provenance): string {
  return [
    ...sources.flatMap(sourceLines),
    ...groups.map(groupLine),
    ...outputs.map(({ file, lines, sizeBytes }) => {
      const size = `${(sizeBytes / 1e6).toFixed(1)} MB`;
      return `${file.padEnd(24)}${String(lines).padStart(9)} lines ${size.padStart(9)}`;
    }),
  ].join("\n");
}

function sourceLines(source: SourceRecord): string[] {
  const {
    name,
    sentencesRead,
    pairsRead,
    pairsKept,
    dropped = {},
    excluded = 0,
    notes,
    licence,
  } = source;
  const noted = Object.entries(notes).map(([what, count]) => `  ${what} ${count}`);
  const drops = Object.entries(dropped)
    .filter(([, count]) => count > 0)
    .map(([rule, count]) => `  dropped by ${rule.padEnd(22)}${String(count).padStart(7)}`);
  const head = `${name} (${licence}): ${sentencesRead} sentences, ${pairsRead} pairs read`;
  const excludes = excluded > 0 ? [`  excluded ${excluded}`] : [];
  return [head, ...noted, ...drops, ...excludes, `  kept ${pairsKept}`];
}

function groupLine(group: GroupRecord): string {
  const { name, trainPairs, valSentences, testSentences, overlappingSentences } = group;
  const overlap = overlappingSentences > 0 ? `, ${overlappingSentences} held by another split` : "";
  return `${name}: ${trainPairs} training pairs, ${valSentences} validation and ${testSentences} test sentences${overlap}`;
}
