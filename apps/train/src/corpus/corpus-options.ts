import {
  type CleaningOptions,
  type CleaningRuleName,
  cleaningRuleNames,
} from "./cleaning-rules.ts";
import { CorpusError } from "./corpus-error.ts";
import type { CorpusSource, SplitName } from "./corpus-source.ts";
import {
  groupNameOf,
  mosesSource,
  type SourceTerms,
  tatoebaSource,
  tsvSource,
} from "./file-sources.ts";

/** The options of the corpus command, as they come from the command line. */
export interface CorpusOptions {
  readonly out: string;
  readonly tsv?: readonly string[];
  readonly train?: readonly string[];
  readonly val?: readonly string[];
  readonly test?: readonly string[];
  readonly moses?: readonly string[];
  readonly tatoebaSentences?: readonly string[];
  readonly tatoebaLinks?: string;
  readonly libreoffice?: boolean;
  readonly deb?: readonly string[];
  readonly licence?: readonly string[];
  readonly attribution?: readonly string[];
  readonly heldOut: number;
  readonly seed: number;
  readonly minimumWords?: number;
  readonly maximumWords?: number;
  readonly maximumLengthRatio?: number;
  readonly rules?: readonly string[];
  readonly json?: boolean;
}

/** The sources that the options name, those of files; LibreOffice's are fetched apart.
 *  @throws CorpusError when an option cannot be understood, its counterpart is missing, or it names no source. */
export function sourcesOf(options: CorpusOptions): CorpusSource[] {
  const terms = (group: string): SourceTerms => ({
    group,
    licence: textNamed(options.licence, group) ?? "not stated",
    attribution: textNamed(options.attribution, group) ?? "not stated",
    cleaning: cleaningChanges(options),
  });
  const tsv = (values: readonly string[] | undefined, split?: SplitName) =>
    (values ?? []).map((value) => {
      const { group, path } = namedFile(value);
      return tsvSource(path, terms(group), split);
    });
  const ofFiles = [
    ...tsv(options.train, "train"),
    ...tsv(options.val, "val"),
    ...tsv(options.test, "test"),
    ...tsv(options.tsv),
    ...mosesPairs(options.moses ?? []).map(({ group, source, target }) =>
      mosesSource(source, target, terms(group)),
    ),
  ];
  const groups = ofFiles.map(({ group }) => group);
  checkNames("--licence", options.licence, groups);
  checkNames("--attribution", options.attribution, groups);
  return [...ofFiles, ...tatoebaSources(options)];
}

/** A name that no source has is a slip of the pen, and the record would say "not stated". */
function checkNames(
  flag: string,
  entries: readonly string[] | undefined,
  groups: readonly string[],
): void {
  const stray = entries?.find((entry) => !groups.includes(entry.split("=")[0] ?? ""));
  if (stray === undefined) return;
  throw new CorpusError(
    `${flag}: expected NAME=TEXT, NAME one of ${[...new Set(groups)].join(", ") || "a file's source"}; got "${stray}"`,
  );
}

/** The cleaning that the options change, for sources of any kind.
 *  @throws CorpusError when a rule does not exist. */
export function cleaningChanges(options: CorpusOptions): Partial<CleaningOptions> {
  const { minimumWords, maximumWords, maximumLengthRatio, rules } = options;
  return {
    ...(minimumWords === undefined ? {} : { minimumWords }),
    ...(maximumWords === undefined ? {} : { maximumWords }),
    ...(maximumLengthRatio === undefined ? {} : { maximumLengthRatio }),
    ...(rules === undefined ? {} : { rules: rules.map(ruleNamed) }),
  };
}

function ruleNamed(name: string): CleaningRuleName {
  const rule = cleaningRuleNames.find((candidate) => candidate === name);
  if (rule !== undefined) return rule;
  throw new CorpusError(`--rules: expected one of ${cleaningRuleNames.join(", ")}; got "${name}"`);
}

function tatoebaSources(options: CorpusOptions): CorpusSource[] {
  const { tatoebaSentences: sentences, tatoebaLinks: links } = options;
  if (sentences === undefined && links === undefined) return [];
  if (sentences === undefined || links === undefined) {
    throw new CorpusError("--tatoeba-sentences and --tatoeba-links are needed together");
  }
  return [tatoebaSource({ sentences, links }, cleaningChanges(options))];
}

function mosesPairs(values: readonly string[]) {
  if (values.length % 2 !== 0) {
    throw new CorpusError(`--moses: expected an English and a German file, got ${values.length}`);
  }
  return values.flatMap((value, index) => {
    if (index % 2 === 1) return [];
    const { group, path } = namedFile(value);
    return [{ group, source: path, target: values[index + 1] ?? "" }];
  });
}

/** `NAME=FILE`, or `FILE` alone, whose name then names the group. */
function namedFile(value: string): { readonly group: string; readonly path: string } {
  const named = /^([^=/\\]*)=(.*)$/s.exec(value);
  const path = named?.[2] ?? value;
  const group = named?.[1] ?? groupNameOf(path);
  if (!/^[\p{L}\d][\p{L}\d_-]*$/u.test(group)) {
    throw new CorpusError(
      `expected NAME=FILE, NAME of letters, digits, "-" and "_"; got "${value}"`,
    );
  }
  return { group, path };
}

function textNamed(entries: readonly string[] | undefined, name: string): string | undefined {
  const prefix = `${name}=`;
  return entries?.find((entry) => entry.startsWith(prefix))?.slice(prefix.length);
}
