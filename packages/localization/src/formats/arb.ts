import type { Entry } from "../entry.ts";
import type { CheckedReadOptions, Format, ReadFile } from "../format.ts";
import { type JsonString, jsonStrings, jsonStringWriter } from "./json-strings.ts";

/** Application Resource Bundles, as Flutter reads them: JSON with ICU messages, and what is said about each under `@key`. */
export const arb: Format = { name: "arb", extensions: [".arb"], isKeyed: true, read: readArb };

function readArb(text: string, { targetLanguage }: CheckedReadOptions): ReadFile {
  const strings = jsonStrings(text);
  const write = jsonStringWriter(text);
  const locale = strings.find(({ path }) => path.length === 1 && path[0] === "@@locale");
  const descriptions = new Map(
    strings
      .filter(({ path }) => path.length === 2 && path[1] === "description")
      .map(({ path: [key], value }) => [key, value]),
  );
  const messages = strings.filter(({ path }) => path.length === 1 && !path[0].startsWith("@"));
  const language = targetLanguage.replaceAll("-", "_");
  return {
    entries: messages.map((message) => entryOf(message, descriptions, write)),
    heading:
      locale === undefined
        ? []
        : [{ start: locale.start, end: locale.end, content: [JSON.stringify(language)] }],
  };
}

function entryOf(
  { path: [key], value, line, start, end }: JsonString,
  descriptions: ReadonlyMap<string, string>,
  write: (value: string) => string,
): Entry {
  const comment = descriptions.get(`@${key}`);
  return {
    id: key,
    line,
    ...(comment !== undefined && { comment }),
    sources: [value],
    targets: [],
    write: ([target]) => [{ start, end, content: [write(target)] }],
  };
}
