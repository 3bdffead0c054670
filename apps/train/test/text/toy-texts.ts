import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { StopRequest } from "../../src/fit/stop-request.ts";
import { openSavedState } from "../../src/saved-state.ts";
import { newTextConfig, type TextFlags } from "../../src/text/text-options.ts";
import { textRunFolder } from "../../src/text/text-run-folder.ts";
import { isTextRunState, type TextRunState } from "../../src/text/text-run-state.ts";
import { type TrainTextsResult, trainTexts } from "../../src/text/train-texts.ts";

const words = { fruit: ["apple", "pear", "plum"], tool: ["hammer", "saw", "file"] };

/** A folder with `train.tsv` and `test.tsv` that goes with the test: is it a fruit or a tool? */
export function scratchTexts(): string {
  const folder = mkdtempSync(join(tmpdir(), "bnnkit-text-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "train.tsv"), rowsOf(["a", "the", "my", "no"]));
  writeFileSync(join(folder, "test.tsv"), rowsOf(["your"]));
  return folder;
}

function rowsOf(before: readonly string[]): string {
  return Object.entries(words)
    .flatMap(([label, own]) =>
      own.flatMap((word) => before.map((article) => `${label}\t${article} ${word}\n`)),
    )
    .join("");
}

export interface ToyRunOptions extends TextFlags {
  readonly stop?: Pick<StopRequest, "reason">;
}

/** Trains a tiny encoder on the texts of a folder, in `out`; goes on with what is there. */
export async function trainToy(
  folder: string,
  out: string,
  { stop = { reason: undefined }, ...flags }: ToyRunOptions = {},
): Promise<TrainTextsResult> {
  const run = textRunFolder(join(folder, out));
  mkdirSync(run.path, { recursive: true });
  const state = await openSavedState(run.checkpoint, isTextRunState, () => undefined);
  const config = state?.config ?? newTextConfig({ ...tiny(folder), ...flags });
  return await trainTexts({ config, folder: run, state, stop });
}

function tiny(folder: string): TextFlags {
  const shape = { features: 8, heads: 1, feedForwardFeatures: 12, layers: 1, maximumLength: 8 };
  return {
    train: join(folder, "train.tsv"),
    test: join(folder, "test.tsv"),
    ...{ vocabularySize: 300, batch: 8, epochs: 2, nativeMatmul: "off" },
    ...shape,
  };
}

/** What the checkpoint of a run has. */
export async function textStateIn(folder: string, out: string): Promise<TextRunState> {
  const { checkpoint } = textRunFolder(join(folder, out));
  const state = await openSavedState(checkpoint, isTextRunState, () => undefined);
  if (state === undefined) throw new Error(`${checkpoint}: no state`);
  return state;
}
