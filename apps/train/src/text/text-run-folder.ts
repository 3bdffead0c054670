import { join } from "node:path";
import { type EpochRunFolder, epochRunFolder } from "../epochs/epoch-run-folder.ts";

/** The files of a run on texts. */
export interface TextRunFolder extends EpochRunFolder {
  readonly tokenizer: string;
}

/** Names of the files of a run in `path`. */
export function textRunFolder(path: string): TextRunFolder {
  return { ...epochRunFolder(path), tokenizer: join(path, "tokenizer.json") };
}
