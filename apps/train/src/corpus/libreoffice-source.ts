import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { englishGerman, type Locales } from "./align-sentences.ts";
import type { CleaningOptions } from "./cleaning-rules.ts";
import { CorpusError } from "./corpus-error.ts";
import type { UnpackedSources } from "./corpus-source.ts";
import {
  debianPackageName,
  downloadDebianPackages,
  extractDebianPackage,
} from "./debian-package.ts";
import { type AlignedText, readLibreOfficeHelp } from "./libreoffice-help.ts";
import { readLibreOfficeUi } from "./libreoffice-ui.ts";

export interface LibreOfficeOptions {
  /** Packages that are here already; without any they are downloaded. */
  readonly packages?: readonly string[];
  readonly cleaning: CleaningOptions;
  readonly locales?: Locales;
  readonly onProgress?: (message: string) => void;
}

const terms = {
  group: "libreoffice",
  licence: "MPL-2.0",
  attribution: "The Document Foundation and LibreOffice contributors (https://www.libreoffice.org)",
};

/** Debian packages that hold LibreOffice's help and interface in the two languages. */
export function libreOfficePackages({ source, target }: Locales): string[] {
  const helpLanguage = source === "en" ? "en-us" : source;
  return [
    `libreoffice-help-${helpLanguage}`,
    `libreoffice-help-${target}`,
    `libreoffice-l10n-${target}`,
  ];
}

/** Downloads (unless given) and extracts LibreOffice's help and interface text into a temporary folder.
 *  @throws CorpusError when a package is missing among those given, cannot be downloaded, or cannot be extracted. */
export async function openLibreOffice(options: LibreOfficeOptions): Promise<UnpackedSources> {
  const { cleaning, locales = englishGerman, onProgress } = options;
  const directory = await mkdtemp(join(tmpdir(), "bnnkit-corpus-"));
  const dispose = () => rm(directory, { recursive: true, force: true });
  try {
    const names = libreOfficePackages(locales);
    const given = options.packages ?? [];
    if (given.length === 0) onProgress?.(`downloading ${names.join(", ")}`);
    const paths =
      given.length === 0
        ? await downloadDebianPackages(names, directory)
        : names.map((name) => packageNamed(name, given));
    const root = join(directory, "root");
    for (const path of paths) await extractDebianPackage(path, root);
    const [sourceHelp = "", targetHelp = "", interfaceText = ""] = paths;
    const source = (name: string, files: string[], read: () => Promise<AlignedText>) => ({
      ...terms,
      name,
      files,
      cleaning,
      translationsPerSentence: 1,
      read: async () => rowsOf(await read()),
    });
    return {
      sources: [
        source("libreoffice-help", [sourceHelp, targetHelp], () =>
          readLibreOfficeHelp(root, locales),
        ),
        source("libreoffice-ui", [interfaceText], () => readLibreOfficeUi(root, locales)),
      ],
      dispose,
    };
  } catch (error) {
    await dispose();
    throw error;
  }
}

function packageNamed(name: string, paths: readonly string[]): string {
  const path = paths.find((candidate) => debianPackageName(candidate).name === name);
  if (path === undefined) {
    throw new CorpusError(`expected a file ${name}_<version>_<architecture>.deb among --deb`);
  }
  return path;
}

function rowsOf({ pairs, paragraphs, unaligned }: AlignedText) {
  const rows = pairs.map(({ source, target }) => ({ source, references: [target] }));
  return { rows, notes: { paragraphs, unalignedParagraphs: unaligned } };
}
