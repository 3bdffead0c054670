import { mkdtemp, rename, rm, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import {
  debianPackageName,
  downloadDebianPackages,
  extractDebianPackage,
} from "../corpus/debian-package.ts";
import { makeFolder } from "../make-folder.ts";

/** What the ten classes of Fashion-MNIST show, and whose it is.
 *
 *  Xiao, Rasul and Vollgraf 2017, https://arxiv.org/abs/1708.07747, table 2 */
export const fashionMnist: {
  readonly classNames: readonly string[];
  readonly licence: string;
  readonly source: string;
} = {
  classNames: [
    "T-shirt/top",
    "Trouser",
    "Pullover",
    "Dress",
    "Coat",
    "Sandal",
    "Shirt",
    "Sneaker",
    "Bag",
    "Ankle boot",
  ],
  licence: "MIT",
  source: "Fashion-MNIST of Zalando SE (https://github.com/zalandoresearch/fashion-mnist)",
};

const debianPackage = "dataset-fashion-mnist";
/** Where the package has its files. */
const inPackage = "usr/share/datasets/fashion-mnist";

export interface FetchOptions {
  /** Where the package is installed, if it is; default "/". */
  readonly root?: string;
  /** Default: `bnnkit` in `$XDG_CACHE_HOME`, or in `~/.cache`. */
  readonly cache?: string;
  readonly note: (text: string) => void;
}

/** The folder that holds Fashion-MNIST: of Debian's package where it is installed, else of the one downloaded before,
 *  else downloaded now, without root's rights and without an installation.
 *  @throws CorpusError when it cannot be downloaded or extracted, saying what else can be done. */
export async function fetchFashionMnist({
  root = "/",
  cache = defaultCache(),
  note,
}: FetchOptions): Promise<string> {
  const installed = join(root, inPackage);
  if (await isFolder(installed)) return installed;
  const kept = join(cache, "fashion-mnist");
  const files = join(kept, inPackage);
  if (await isFolder(files)) return files;
  await makeFolder(cache);
  const directory = await mkdtemp(join(cache, "download-"));
  try {
    note(`downloading ${debianPackage} (30 MB)`);
    const otherwise =
      "name a folder with the four files of https://github.com/zalandoresearch/fashion-mnist with --data";
    const [file = ""] = await downloadDebianPackages([debianPackage], directory, otherwise);
    const extracted = join(directory, "root");
    await extractDebianPackage(file, extracted);
    await keep(extracted, kept);
    const { name, version } = debianPackageName(file);
    note(`${name} ${version} is kept in ${kept}`);
    return files;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Gives the folder its name, unless another process was faster. */
async function keep(extracted: string, kept: string): Promise<void> {
  await rename(extracted, kept).catch(async (error: unknown) => {
    if (!(await isFolder(join(kept, inPackage)))) throw error;
  });
}

function defaultCache(): string {
  const { XDG_CACHE_HOME: folder = "" } = process.env;
  return join(folder === "" ? join(homedir(), ".cache") : folder, "bnnkit");
}

async function isFolder(path: string): Promise<boolean> {
  const there = await stat(path).catch(() => undefined);
  return there?.isDirectory() ?? false;
}
