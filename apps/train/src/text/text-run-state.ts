import { loadCheckpoint } from "@bnnkit/training-backend/node";
import type { EncoderConfig } from "@bnnkit/transformer";
import type { Score } from "../epochs/curves.ts";
import type { EpochProgressState } from "../epochs/epoch-progress.ts";
import type { OptimizerWeight } from "../epochs/optimizer-state.ts";
import { UsageError } from "../errors.ts";
import { fileExists } from "../fit/run-folder.ts";
import type { NumberScale } from "./number-scale.ts";
import type { TextConfig } from "./text-config.ts";
import { textRunFolder } from "./text-run-folder.ts";

/** What a checkpoint holds: all that the rest of a run on texts depends on. */
export interface TextRunState extends EpochProgressState<Score> {
  readonly kind: "text-run";
  readonly config: TextConfig;
  readonly encoder: EncoderConfig;
  readonly classNames: readonly string[];
  /** Of the numbers of a regression. */
  readonly scale?: NumberScale;
  /** SHA-256 over labels and texts. */
  readonly dataSha256: string;
  readonly tokenizerSha256: string;
  readonly parameters: Readonly<Record<string, Float32Array>>;
  readonly optimizer: readonly OptimizerWeight[];
}

/** Whether a checkpoint's content is the state of a run on texts. */
export function isTextRunState(state: unknown): state is TextRunState {
  return (
    typeof state === "object" &&
    state !== null &&
    "kind" in state &&
    state.kind === "text-run" &&
    "parameters" in state &&
    "encoder" in state &&
    "config" in state
  );
}

/** The state of another run, which reads the same ids.
 *  @param option  what names the folder, in messages
 *  @throws UsageError if the folder holds none, or one of another tokenizer. */
export async function readTextRun(
  option: string,
  path: string,
  tokenizerSha256: string,
): Promise<TextRunState> {
  const { checkpoint, tokenizer } = textRunFolder(path);
  const state = (await fileExists(checkpoint)) ? await loadCheckpoint(checkpoint) : undefined;
  if (!isTextRunState(state)) throw new UsageError(`${option}: ${path} holds no run of "text"`);
  if (state.tokenizerSha256 === tokenizerSha256) return state;
  throw new UsageError(
    `${option}: ${path} is of another tokenizer; give its own: --tokenizer ${tokenizer}`,
  );
}
