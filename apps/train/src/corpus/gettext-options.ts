import { englishGerman } from "./align-sentences.ts";
import { findCatalogues } from "./catalogue-files.ts";
import { type CleaningFlags, cleaningChanges } from "./cleaning-options.ts";
import type { CorpusSource } from "./corpus-source.ts";
import { debianPackageName } from "./debian-package.ts";
import type { GettextPackage } from "./gettext-packages.ts";
import { type GettextOptions, gettextSource } from "./gettext-source.ts";
import { namedPlace, textNamed } from "./named-options.ts";

/** What the command line says about gettext catalogues. */
export interface GettextFlags extends CleaningFlags {
  readonly gettext?: readonly string[];
  readonly gettextDeb?: readonly string[];
  readonly licence?: readonly string[];
  readonly attribution?: readonly string[];
}

/** Packages are split together unless they are named otherwise: each alone would hold out too little. */
const packageGroup = "gettext";

/** Names by which licence, attribution and cleaning of catalogues can be given: groups, and packages. */
export function gettextNames({ gettext = [], gettextDeb = [] }: GettextFlags): string[] {
  const packages = gettextDeb.map((value) => namedPlace(value, packageGroup));
  return [
    ...gettext.map((value) => namedPlace(value).group),
    ...packages.map(({ group }) => group),
    ...packages.map(({ place }) => debianPackageName(place).name),
  ];
}

/** The sources of `--gettext`, one for each value.
 *  @throws CorpusError when a path does not exist or is no catalogue. */
export async function gettextSourcesOf(
  flags: GettextFlags,
  options: GettextOptions = {},
): Promise<CorpusSource[]> {
  const { target } = options.locales ?? englishGerman;
  const sources: CorpusSource[] = [];
  for (const value of flags.gettext ?? []) {
    const { group, place: root } = namedPlace(value);
    const catalogues = await findCatalogues(root, target);
    const terms = {
      group,
      licence: textNamed(flags.licence, group) ?? "not stated",
      attribution: textNamed(flags.attribution, group) ?? "not stated",
      cleaning: cleaningChanges(flags, group),
    };
    sources.push(gettextSource({ name: group, root, catalogues, terms }, options));
  }
  return sources;
}

/** The packages of `--gettext-deb`. What is given for a package wins over what is given for its group, and both over
 *  what the package says itself. */
export function gettextPackagesOf(flags: GettextFlags): GettextPackage[] {
  return (flags.gettextDeb ?? []).map((value) => {
    const { group, place } = namedPlace(value, packageGroup);
    const { name } = debianPackageName(place);
    const given = (entries: readonly string[] | undefined) =>
      textNamed(entries, name) ?? textNamed(entries, group);
    const licence = given(flags.licence);
    const attribution = given(flags.attribution);
    return {
      package: place,
      terms: {
        group,
        ...(licence === undefined ? {} : { licence }),
        ...(attribution === undefined ? {} : { attribution }),
        cleaning: cleaningChanges(flags, name, group),
      },
    };
  });
}
