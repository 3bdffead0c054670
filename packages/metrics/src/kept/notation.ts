/** What the source decides for source and target, where the same characters may mean several things. */
export interface Notation {
  /** `%1` is a Qt argument, so `%1d` is one and a letter. */
  readonly isQt: boolean;
  /** `%Y` is a field of a date, so `%d` is one too and no argument. */
  readonly isDate: boolean;
  /** Names of elements that are closed somewhere, so `<name>` opens one and is no word in brackets. */
  readonly elements: ReadonlySet<string>;
}

/** Reads the notation off the source. */
export function notationOf(source: string): Notation {
  return {
    isQt: /%L?[1-9]\d?(?![\w$.])/.test(source),
    isDate: /%[-_0^#EO]?[YHMBAyIp](?![a-z])/.test(source),
    elements: new Set(Array.from(source.matchAll(/<\/([\w:.-]+)/g), ([, name]) => name)),
  };
}
