import { join } from "node:path";

/** The files of a run on texts. */
export interface TextRunFolder {
  readonly path: string;
  /** Full state, from which the run goes on. */
  readonly checkpoint: string;
  readonly config: string;
  readonly tokenizer: string;
  readonly lossCsv: string;
  readonly validationCsv: string;
  /** The packed encoder. */
  readonly model: string;
  /** What became of it, see `TextResult`; the last file that is written. */
  readonly result: string;
}

/** Names of the files of a run in `path`. */
export function textRunFolder(path: string): TextRunFolder {
  return {
    path,
    checkpoint: join(path, "run.checkpoint"),
    config: join(path, "config.json"),
    tokenizer: join(path, "tokenizer.json"),
    lossCsv: join(path, "loss.csv"),
    validationCsv: join(path, "validation.csv"),
    model: join(path, "model.safetensors"),
    result: join(path, "result.json"),
  };
}
