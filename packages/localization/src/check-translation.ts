import { checkKept, type KeptKind } from "@bnnkit/metrics";

/** Something that a translation lost or added. */
export interface KeptProblem {
  readonly kind: KeptKind;
  /** Whether a program or a reader would stumble over it: arguments, messages, tags, line breaks at the ends. The others, such
   *  as a number or the mark at the end, may be a translator's choice. */
  readonly isError: boolean;
  readonly message: string;
}

const errorKinds: ReadonlySet<string> = new Set<KeptKind>(["format", "icu", "markup"]);

const names: Readonly<Record<KeptKind, string>> = {
  format: "placeholder",
  icu: "ICU message",
  markup: "tag",
  address: "address",
  path: "path",
  option: "option",
  variable: "variable",
  code: "code",
  mark: "mark",
  emoji: "emoji",
  number: "number",
  mnemonic: "mnemonic",
  space: "white space",
  "mark-at-end": "mark at the end",
};

/** Checks a translation against its source, as `msgfmt --check` does and further: what `checkKept` of `@bnnkit/metrics` finds.
 *
 *  A text that says how many of something there are may leave its number out in the form for one. */
export function checkTranslation(
  source: string,
  target: string,
  { isSingular = false }: { readonly isSingular?: boolean } = {},
): readonly KeptProblem[] {
  const { kinds } = checkKept(source, target);
  const problems = Object.entries(names).flatMap(([kind, name]) => {
    if (!isKind(kind)) return [];
    const { missing, extra, faults } = kinds[kind];
    const isError = errorKinds.has(kind) && !isSingular;
    return [
      ...missing.map((item) => ({ kind, isError, message: `${name} missing: ${item}` })),
      ...extra.map((item) => ({
        kind,
        isError: errorKinds.has(kind),
        message: `${name} added: ${item}`,
      })),
      ...faults.map((fault) => ({ kind, isError, message: `${name}: ${fault}` })),
    ];
  });
  for (const [place, pattern] of [
    ["begin", /^\n/],
    ["end", /\n$/],
  ] as const) {
    if (pattern.test(source) === pattern.test(target)) continue;
    problems.push({
      kind: "space",
      isError: true,
      message: `source and translation must both ${place} with a line break, or neither`,
    });
  }
  return problems;
}

function isKind(name: string): name is KeptKind {
  return name in names;
}
