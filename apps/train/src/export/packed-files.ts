import { join } from "node:path";

/** The two files of a packed model, as `export` writes them. */
export interface PackedFiles {
  readonly model: string;
  readonly tokenizer: string;
}

/** Names of the files in `folder`. */
export function packedFiles(folder: string): PackedFiles {
  return {
    model: join(folder, "model.safetensors"),
    tokenizer: join(folder, "tokenizer.json"),
  };
}
