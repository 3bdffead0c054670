import { join } from "node:path";

/** The files of a run over epochs. */
export interface EpochRunFolder {
  readonly path: string;
  /** Full state, from which the run goes on. */
  readonly checkpoint: string;
  readonly config: string;
  readonly lossCsv: string;
  readonly validationCsv: string;
  /** The packed network. */
  readonly model: string;
  /** What became of it, the last file that is written. */
  readonly result: string;
}

/** Names of the files of a run in `path`. */
export function epochRunFolder(path: string): EpochRunFolder {
  return {
    path,
    checkpoint: join(path, "run.checkpoint"),
    config: join(path, "config.json"),
    lossCsv: join(path, "loss.csv"),
    validationCsv: join(path, "validation.csv"),
    model: join(path, "model.safetensors"),
    result: join(path, "result.json"),
  };
}
