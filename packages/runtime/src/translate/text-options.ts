/** What a translation keeps, beside what it always keeps, and what is done where it went wrong. */
export interface TextOptions {
  /** Names and terms that are not translated. */
  readonly keep?: readonly string[];
  /** Terms with the translation that they have wherever they stand. */
  readonly glossary?: Readonly<Record<string, string>>;
  /** Numbers as they are written ("copy", default), or as the target language writes them: 1,234.5 becomes 1.234,5. */
  readonly numbers?: "copy" | "localize";
  /** Lines of a paragraph that was wrapped at a column: joined, so that its sentences are whole ("join", default), or each
   *  by itself ("keep"). `wrapLines` of `@bnnkit/runtime/text` wraps a translation again. */
  readonly wrappedLines?: "join" | "keep";
  /** What stands for a piece whose translation went wrong even the second time: its source ("copy", default), or the
   *  translation all the same ("keep"). `isReliable` is false either way. */
  readonly unreliable?: "copy" | "keep";
}

/** Checks options of `translate`.
 *  @throws TypeError or RangeError naming the option, what was expected and what came. */
export function checkTextOptions(options: TextOptions): void {
  const { keep, glossary, numbers, wrappedLines, unreliable } = options;
  if (keep !== undefined && !(Array.isArray(keep) && keep.every(isTerm))) {
    throw new TypeError("translate: keep must be a list of texts that are not empty");
  }
  if (glossary !== undefined) {
    const isRecord = typeof glossary === "object" && glossary !== null && !Array.isArray(glossary);
    const entries = isRecord ? Object.entries(glossary) : [];
    if (!isRecord || !entries.every(([term, translation]) => isTerm(term) && isText(translation))) {
      throw new TypeError("translate: glossary must be an object of texts by term");
    }
  }
  checkChoice("numbers", numbers, ["copy", "localize"]);
  checkChoice("wrappedLines", wrappedLines, ["join", "keep"]);
  checkChoice("unreliable", unreliable, ["copy", "keep"]);
}

/** The terms of the options with what they become. */
export function termsOf({ keep = [], glossary = {} }: TextOptions): ReadonlyMap<string, string> {
  return new Map([...keep.map((term) => [term, term] as const), ...Object.entries(glossary)]);
}

function isText(value: unknown): boolean {
  return typeof value === "string";
}

function isTerm(value: unknown): boolean {
  return typeof value === "string" && value.trim() !== "";
}

function checkChoice(name: string, value: unknown, choices: readonly string[]): void {
  if (value === undefined || choices.some((choice) => choice === value)) return;
  const known = choices.map((choice) => `"${choice}"`).join(" or ");
  throw new RangeError(`translate: ${name} must be ${known}, got ${String(value)}`);
}
