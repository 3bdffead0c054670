import type { Edit, SourceRange } from "../edit.ts";
import type { Entry } from "../entry.ts";
import { CodedTextBuilder, decodeText } from "../inline-codes.ts";
import { wrapWords } from "../wrap-words.ts";

/** A cue of a subtitle file. */
export interface Cue extends SourceRange {
  readonly id: string;
  /** Line of the file on which its text begins. */
  readonly line: number;
  readonly context: string;
}

/** Most characters of a line on a screen, as broadcasters' guides have it. */
const screenColumns = 42;

/** The entry of a cue. Its lines are joined, and its translation is wrapped again; where two people speak, each of them on a
 *  line that begins with a dash, the lines stay. */
export function cueEntry(text: string, { id, line, context, start, end }: Cue): Entry {
  const raw = text.slice(start, end);
  const newline = /\r\n|[\r\n]/.exec(raw)?.[0] ?? "\n";
  const lines = raw.split(/\r\n|[\r\n]/);
  const columns = Math.max(screenColumns, ...lines.map(({ length }) => length));
  const coded = codedCue(raw, start);
  return {
    id,
    line,
    context,
    sources: [coded.text],
    targets: [],
    write: ([target]): readonly Edit[] | undefined => {
      const wrapped = target
        .split("\n")
        .flatMap((part) => wrapWords(part, columns).map((words) => words.trimEnd()));
      const content = decodeText(coded, wrapped.join(newline), (words) => words);
      return content && [{ start, end, content }];
    },
  };
}

const tagOrBreak =
  /(?<tag><[^<>]*>|\{\\[^{}]*\})|(?<lineBreak>(?<![ \t])[ \t]*(?:\r\n|[\r\n])[ \t]*)/g;

function codedCue(raw: string, start: number) {
  const builder = new CodedTextBuilder();
  const isDialogue = /^\s*[-–—]/m.test(raw);
  const open: { readonly name: string; readonly pair: ReturnType<CodedTextBuilder["open"]> }[] = [];
  const closes = Array.from(raw.matchAll(/<\/(\w+)/g), ([, name]) => name);
  let at = 0;
  for (const { index, 0: match, groups } of raw.matchAll(tagOrBreak)) {
    builder.addText(raw.slice(at, index));
    at = index + match.length;
    if (groups?.tag === undefined) {
      builder.addText(isDialogue ? "\n" : " ");
      continue;
    }
    const range = { start: start + index, end: start + at };
    const name = /^<(\w+)/.exec(match)?.[1];
    const closed = /^<\/(\w+)/.exec(match)?.[1];
    const last = open.at(-1);
    if (name !== undefined && closes.includes(name)) {
      open.push({ name, pair: builder.open("t", range) });
    } else if (last !== undefined && last.name === closed) {
      builder.close(last.pair, range);
      open.pop();
    } else builder.addAlone(range);
  }
  builder.addText(raw.slice(at));
  return builder.build();
}
