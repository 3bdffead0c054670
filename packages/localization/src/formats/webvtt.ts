import type { Entry } from "../entry.ts";
import type { Format, ReadFile } from "../format.ts";
import { MalformedCatalogueError } from "../malformed-catalogue-error.ts";
import { blocksOf } from "./blocks.ts";
import { cueEntry } from "./cue-text.ts";

/** Subtitles of the web, WebVTT: notes, styles and regions stay, the texts of cues are translated. */
export const webvtt: Format = {
  name: "webvtt",
  extensions: [".vtt"],
  isKeyed: false,
  read: readWebvtt,
};

const timeLine = /^\s*(?:\d{2,}:)?\d\d:\d\d\.\d{3}\s*-->\s*(?:\d{2,}:)?\d\d:\d\d\.\d{3}(?:\s.*)?$/;

function readWebvtt(text: string): ReadFile {
  if (!/^WEBVTT(?:[ \t\r\n]|$)/.test(text)) {
    throw new MalformedCatalogueError(1, "the file must begin with WEBVTT");
  }
  const [, ...blocks] = blocksOf(text);
  const entries = blocks.flatMap((block, i): readonly Entry[] => {
    const times = block.slice(0, 2).findIndex(({ text: line }) => line.includes("-->"));
    if (times < 0) {
      if (/^(?:NOTE|STYLE|REGION)(?:\s|$)/.test(block[0].text)) return [];
      throw new MalformedCatalogueError(
        block[0].number,
        "expected NOTE, STYLE, REGION or a cue with times",
      );
    }
    if (!timeLine.test(block[times].text)) {
      throw new MalformedCatalogueError(
        block[times].number,
        "expected times such as 00:01.000 --> 00:02.500",
      );
    }
    const first = block[times + 1];
    if (first === undefined) return [];
    const { end } = block[block.length - 1];
    const id = times === 1 ? block[0].text.trim() : `${i + 1}`;
    const context = block[times].text.trim();
    return [cueEntry(text, { id, line: first.number, context, start: first.start, end })];
  });
  return { entries, heading: [] };
}
