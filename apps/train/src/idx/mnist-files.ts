import { readdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { UsageError } from "../errors.ts";
import { reasonOf } from "../reason-of.ts";
import type { IdxFiles } from "./image-set.ts";

/** Which of the two sets of MNIST. */
export type SplitName = "train" | "test";

const prefixes: Readonly<Record<SplitName, string>> = { train: "train", test: "t10k" };

/** The images and labels of a set in a folder, by the names of MNIST: `train-images-idx3-ubyte`, `t10k-labels-idx1-ubyte`
 *  and so on, also with a dot before `idx`, plain or `.gz`.
 *  @returns absolute paths
 *  @throws UsageError naming the file that is not there. */
export async function mnistFiles(folder: string, split: SplitName): Promise<IdxFiles> {
  const names = await readdir(folder).catch((error: unknown) => {
    throw new UsageError(`--data ${folder}: ${reasonOf(error)}`);
  });
  const find = (kind: string): string => {
    const stem = `${prefixes[split]}-${kind}`;
    const candidates = [`${stem}-ubyte`, `${stem.replace("-idx", ".idx")}-ubyte`];
    const name = candidates.flatMap((plain) => [plain, `${plain}.gz`]).find(isIn(names));
    if (name !== undefined) return resolve(join(folder, name));
    throw new UsageError(
      `--data ${folder}: has no ${stem}-ubyte, nor ${stem}-ubyte.gz, nor batches of CIFAR-10`,
    );
  };
  return { images: find("images-idx3"), labels: find("labels-idx1") };
}

function isIn(names: readonly string[]): (name: string) => boolean {
  return (name) => names.includes(name);
}
