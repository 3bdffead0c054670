import type { Entry } from "../entry.ts";
import type { Format, ReadFile } from "../format.ts";
import { type CodedText, CodedTextBuilder, decodeText } from "../inline-codes.ts";
import { type JsonString, jsonStrings, jsonStringWriter } from "./json-strings.ts";

/** JSON with one text a key, flat or nested; keys are joined by dots in ids. What stands under a key that begins with "@" is
 *  metadata, and stays. */
export const json: Format = {
  name: "json",
  extensions: [".json"],
  isKeyed: true,
  read: readJson,
};

/** JSON of i18next, whose plural forms are keys of their own: English and German have the same, `_one` and `_other`. */
export const i18next: Format = { ...json, name: "i18next", extensions: [], read: readI18next };

function readJson(text: string): ReadFile {
  const write = jsonStringWriter(text);
  return { entries: jsonStrings(text).map((string) => entryOf(string, write)), heading: [] };
}

function entryOf(
  { path, value, line, start, end }: JsonString,
  write: (value: string) => string,
): Entry {
  const coded = codedString(value);
  return {
    id: path.join("."),
    line,
    sources: [coded.text],
    targets: [],
    ...(path.some((key) => key.startsWith("@")) && { locked: "metadata" }),
    write: ([target]) => {
      const parts = decodeText(coded, target, (words) => words);
      const text = parts?.filter((part) => typeof part === "string").join("");
      return text === undefined ? undefined : [{ start, end, content: [write(text)] }];
    },
  };
}

/** A text of i18next that another one names, with options in braces perhaps. */
const nesting = /\$t\((?:[^()]|\([^()]*\))*\)/g;

function codedString(value: string): CodedText {
  const builder = new CodedTextBuilder();
  let at = 0;
  for (const { index, 0: match } of value.matchAll(nesting)) {
    builder.addText(value.slice(at, index));
    builder.addAlone(match);
    at = index + match.length;
  }
  builder.addText(value.slice(at));
  return builder.build();
}

const pluralKey = /^(?<key>.*)_(?<form>zero|one|two|few|many|other)$/;

function readI18next(text: string): ReadFile {
  const read = readJson(text);
  const ids = new Set(read.entries.map(({ id }) => id));
  const problems = read.entries.flatMap(({ id, line }) => {
    const { key, form } = pluralKey.exec(id)?.groups ?? {};
    if (key === undefined || (form !== "one" && form !== "other")) return [];
    const needed = `${key}_${form === "one" ? "other" : "one"}`;
    return ids.has(needed) ? [] : [{ line, message: `the plural form ${needed} is missing` }];
  });
  return { ...read, problems };
}
