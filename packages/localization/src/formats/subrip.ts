import type { Entry } from "../entry.ts";
import type { Format, ReadFile } from "../format.ts";
import { MalformedCatalogueError } from "../malformed-catalogue-error.ts";
import { blocksOf } from "./blocks.ts";
import { cueEntry } from "./cue-text.ts";

/** Subtitles of SubRip: a number, times, and the text, up to an empty line. */
export const subrip: Format = {
  name: "subrip",
  extensions: [".srt"],
  isKeyed: false,
  read: readSubrip,
};

const timeLine = /^\s*\d{1,3}:\d\d:\d\d[,.]\d{1,3}\s*-->\s*\d{1,3}:\d\d:\d\d[,.]\d{1,3}(?:\s.*)?$/;

function readSubrip(text: string): ReadFile {
  const entries = blocksOf(text).flatMap((block): readonly Entry[] => {
    const [first, second, third] = block;
    // A number alone is a cue that is not filled in, as is one that has times alone.
    if (!/^\s*\d+\s*$/.test(first.text)) {
      throw new MalformedCatalogueError(first.number, "expected the number of a subtitle");
    }
    if (second === undefined || !timeLine.test(second.text)) {
      throw new MalformedCatalogueError(
        second?.number ?? first.number + 1,
        "expected times such as 00:00:01,000 --> 00:00:02,500",
      );
    }
    if (third === undefined) return [];
    const { end } = block[block.length - 1];
    const id = first.text.trim();
    const cue = { id, line: third.number, context: second.text.trim(), start: third.start, end };
    return [cueEntry(text, cue)];
  });
  return { entries, heading: [] };
}
