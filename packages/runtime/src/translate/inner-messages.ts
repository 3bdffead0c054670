import { icuBranches } from "../text/protect/icu-message.ts";
import type { ProtectedLine } from "../text/protected-line.ts";
import { slotIndex, slotsIn } from "../text/slot.ts";
import type { Translation } from "./translation.ts";

/** An ICU message with branches, "{n, plural, one {# file} other {# files}}": a span of a line, by its index. */
export interface InnerMessage {
  readonly line: ProtectedLine;
  readonly index: number;
}

/** The ICU messages in a part of a masked line. */
export function messagesIn(masked: string, line: ProtectedLine): readonly InnerMessage[] {
  return slotsIn(masked).flatMap((slot) => {
    const index = slotIndex(slot);
    return index !== undefined && line.spanOf(slot)?.kind === "icu" ? [{ line, index }] : [];
  });
}

/** Translates what is said inside of ICU messages, whose skeletons are kept with the rest of a line, and has their lines hold
 *  the translations and their faults.
 *  @param translate  translates texts; in those of a plural "#" is a number */
export async function translateInnerMessages(
  messages: readonly InnerMessage[],
  translate: (texts: readonly string[], isPlural: boolean) => Promise<readonly Translation[]>,
): Promise<void> {
  const open = messages.map(openMessage).filter(({ texts }) => texts.some(hasLetter));
  for (const isPlural of [false, true]) {
    const own = open.filter((message) => message.isPlural === isPlural);
    if (own.length === 0) continue;
    const translations = await translate(
      own.flatMap(({ texts }) => texts),
      isPlural,
    );
    let first = 0;
    for (const message of own) {
      close(message, translations.slice(first, first + message.texts.length));
      first += message.texts.length;
    }
  }
}

interface OpenMessage extends InnerMessage {
  readonly content: string;
  readonly branches: ReturnType<typeof icuBranches>;
  readonly texts: readonly string[];
  readonly isPlural: boolean;
}

function openMessage({ line, index }: InnerMessage): OpenMessage {
  const content = line.originalOf(index);
  const branches = icuBranches(content);
  const texts = branches.map(({ start, end }) => content.slice(start, end));
  return { line, index, content, branches, texts, isPlural: branches.some((b) => b.isPlural) };
}

function hasLetter(text: string): boolean {
  return /\p{L}/u.test(text);
}

function close(
  { line, index, content, branches }: OpenMessage,
  translations: readonly Translation[],
): void {
  let result = "";
  let from = 0;
  branches.forEach(({ start, end }, i) => {
    result += content.slice(from, start) + translations[i].text;
    from = end;
  });
  const faults = translations.flatMap(({ pieces }) => pieces.flatMap((piece) => piece.faults));
  line.replaceContent(index, () => result + content.slice(from), faults);
}
