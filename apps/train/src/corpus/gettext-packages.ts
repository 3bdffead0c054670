import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { englishGerman } from "./align-sentences.ts";
import { findCatalogues } from "./catalogue-files.ts";
import { CorpusError } from "./corpus-error.ts";
import type { CorpusSource, UnpackedSources } from "./corpus-source.ts";
import { debianLicence } from "./debian-copyright.ts";
import {
  debianPackageName,
  downloadByHand,
  downloadDebianPackages,
  extractDebianPackage,
} from "./debian-package.ts";
import type { SourceTerms } from "./file-sources.ts";
import { type GettextOptions, gettextSource } from "./gettext-source.ts";

/** A Debian package to read catalogues from. */
export interface GettextPackage {
  /** Name of a package to download, or path of a `.deb` that is here. */
  readonly package: string;
  /** `licence` and `attribution` are taken from the package where they are not given. */
  readonly terms: Omit<SourceTerms, "licence" | "attribution"> &
    Partial<Pick<SourceTerms, "licence" | "attribution">>;
}

/** Downloads Debian packages (those that are not files) and extracts each into a temporary folder: a source a package.
 *  @throws CorpusError when a package cannot be downloaded or extracted, or has no catalogue of the target language. */
export async function openGettextPackages(
  packages: readonly GettextPackage[],
  options: GettextOptions = {},
): Promise<UnpackedSources> {
  const { onProgress = () => {} } = options;
  const directory = await mkdtemp(join(tmpdir(), "bnnkit-corpus-"));
  const dispose = () => rm(directory, { recursive: true, force: true });
  try {
    const names = packages.map((given) => given.package).filter((name) => !isFile(name));
    if (names.length > 0) onProgress(`downloading ${names.join(", ")}`);
    const downloaded =
      names.length > 0
        ? await downloadDebianPackages(names, directory, downloadByHand("--gettext-deb"))
        : [];
    const sources: CorpusSource[] = [];
    for (const [index, { package: given, terms }] of packages.entries()) {
      options.signal?.throwIfAborted();
      const file = isFile(given) ? given : (downloaded[names.indexOf(given)] ?? "");
      onProgress(`extracting ${debianPackageName(file).name}`);
      const root = join(directory, String(index));
      await extractDebianPackage(file, root);
      sources.push(await packageSource({ file, root, terms }, options));
    }
    return { sources, dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

interface ExtractedPackage {
  readonly file: string;
  readonly root: string;
  readonly terms: GettextPackage["terms"];
}

async function packageSource(
  { file, root, terms }: ExtractedPackage,
  options: GettextOptions,
): Promise<CorpusSource> {
  const { name, version } = debianPackageName(file);
  const { target } = options.locales ?? englishGerman;
  const catalogues = await findCatalogues(root, target);
  if (catalogues.length === 0) {
    const advice = `the catalogues may be in another package, such as ${name}-data, ${name}-common or ${name}-l10n`;
    throw new CorpusError(`package ${name} has no gettext catalogue of "${target}"; ${advice}`);
  }
  const complete: SourceTerms = {
    licence: await debianLicence(root, name),
    attribution: `authors and translators of ${name} (Debian package ${name} ${version})`,
    ...terms,
  };
  return gettextSource({ name, root, catalogues, files: [file], terms: complete }, options);
}

function isFile(given: string): boolean {
  return given.endsWith(".deb");
}
