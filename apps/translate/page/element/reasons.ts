const faultReasons: Readonly<Record<string, string>> = {
  empty: "nothing came out",
  truncated: "it was cut off",
  loop: "it repeats itself",
  "too-long": "it is far longer than the source",
  "too-short": "it is far shorter than the source",
  "unknown-script": "it has letters of another script",
  "missing-number": "a number is missing, or one too many",
  "missing-span": "a part that must be kept is missing",
};

const spanNames: Readonly<Record<string, string>> = {
  markup: "tag",
  icu: "message argument",
  format: "placeholder",
  mark: "mark of another tool",
  "private-use": "private character",
};

/** Why a translation is unreliable, as a sentence goes on behind a colon. */
export function reasonOf(faults: readonly string[]): string {
  return faults.map((fault) => faultReasons[fault] ?? fault).join("; ");
}

/** What a kept span is: "number", "tag", "address" … */
export function nameOfSpan(kind: string): string {
  return spanNames[kind] ?? kind;
}
