import { icuBranches } from "../text/protect/icu-message.ts";
import type { ProtectedLine } from "../text/protected-line.ts";
import type { Translation } from "./translation.ts";

/** Translates what is said inside of ICU messages, "{n, plural, one {# file} other {# files}}", whose skeletons are kept
 *  with the rest of a line, and has the lines hold the translations and their faults.
 *  @param translate  translates messages; in those of a plural "#" is a number */
export async function translateInnerMessages(
  lines: readonly ProtectedLine[],
  translate: (messages: readonly string[], isPlural: boolean) => Promise<readonly Translation[]>,
): Promise<void> {
  const places = lines.flatMap((line) =>
    line.spans.flatMap(({ kind }, index) => (kind === "icu" ? [{ line, index }] : [])),
  );
  for (const { line, index } of places) {
    const content = line.originalOf(index);
    const branches = icuBranches(content);
    const messages = branches.map(({ start, end }) => content.slice(start, end));
    if (!messages.some((message) => /\p{L}/u.test(message))) continue;
    const translations = await translate(
      messages,
      branches.some(({ isPlural }) => isPlural),
    );
    let result = "";
    let from = 0;
    branches.forEach(({ start, end }, i) => {
      result += content.slice(from, start) + translations[i].text;
      from = end;
    });
    const faults = translations.flatMap(({ pieces }) => pieces.flatMap((piece) => piece.faults));
    line.replaceContent(index, () => result + content.slice(from), faults);
  }
}
