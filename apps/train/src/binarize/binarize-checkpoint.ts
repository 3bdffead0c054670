import { existsSync, openAsBlob } from "node:fs";
import { resolve } from "node:path";
import { writeModel } from "@bnnkit/model";
import { type LanguageModel, loadLanguageModel } from "@bnnkit/runtime";
import { readTokenizer } from "@bnnkit/runtime/text";
import { type ReadCheckpoint, readCheckpoint } from "@bnnkit/transformer/checkpoint";
import {
  type BinarizationMethod,
  type BinarizedLayer,
  binarizeLanguageModel,
} from "@bnnkit/transformer/post-training";
import { UsageError } from "../errors.ts";
import { makeFolder } from "../make-folder.ts";
import { readInput } from "../read-input.ts";
import { writeAllWhole } from "../write-whole.ts";

export interface BinarizeCheckpointOptions {
  /** Folder of the checkpoint. */
  readonly checkpoint: string;
  /** Path of a text: its beginning calibrates. */
  readonly text: string;
  /** Path of a text that is scored before and after; absent: none is. */
  readonly score?: string;
  /** Folder of the model; absent: nothing is written. */
  readonly out?: string;
  readonly method: BinarizationMethod;
  readonly table: "float32" | "int8";
  /** Texts of as many tokens as the model has positions. */
  readonly calibrationTexts: number;
  /** Characters that are scored. */
  readonly scoreCharacters: number;
  readonly onLayer?: (layer: BinarizedLayer) => void;
}

export interface BinarizeCheckpointResult {
  readonly bitsPerWeight: number;
  readonly bytes: number;
  /** Of a token of the scored text. */
  readonly perplexity?: { readonly before: number; readonly after: number };
  /** Tokens written one after the other behind the beginning of the scored text, on one thread: the fastest of three runs. */
  readonly tokensPerSecond?: { readonly before: number; readonly after: number };
  /** Bytes of weights in memory. */
  readonly weightBytes: { readonly before: number; readonly after: number };
}

/** Binarizes a checkpoint in a folder, scores a text with both, and writes the model with its tokenizer.
 *  @throws UsageError for texts that are too short; as `readCheckpoint` and `binarizeLanguageModel`. */
export async function binarizeCheckpoint(
  options: BinarizeCheckpointOptions,
): Promise<BinarizeCheckpointResult> {
  const { checkpoint, method, table, onLayer, out } = options;
  const read = await readCheckpoint((name) => fileIn(checkpoint, name));
  const calibration = await calibrationOf(read, options);
  const few = binarizeLanguageModel(read.model, {
    ...{ method, table, calibration },
    ...(onLayer && { onLayer }),
  });
  const file = writeModel(few.model);
  const [before, after] = [
    await measure(writeModel(read.model), read, options),
    await measure(file, read, options),
  ];
  if (out !== undefined) {
    await makeFolder(out);
    await writeAllWhole([
      { path: resolve(out, "model.safetensors"), content: file },
      { path: resolve(out, "tokenizer.json"), content: read.tokenizer },
    ]);
  }
  return {
    bitsPerWeight: few.bitsPerWeight,
    bytes: file.length,
    ...(before.scored &&
      after.scored && {
        perplexity: { before: before.scored.perplexity, after: after.scored.perplexity },
        tokensPerSecond: {
          before: before.scored.tokensPerSecond,
          after: after.scored.tokensPerSecond,
        },
      }),
    weightBytes: { before: before.weightBytes, after: after.weightBytes },
  };
}

/** A file of a folder, read by ranges; undefined where there is none. */
function fileIn(folder: string, name: string): Promise<Blob> | undefined {
  const path = resolve(folder, name);
  return existsSync(path) ? openAsBlob(path) : undefined;
}

async function calibrationOf(
  { model, tokenizer }: ReadCheckpoint,
  { text, calibrationTexts }: BinarizeCheckpointOptions,
): Promise<readonly (readonly number[])[]> {
  const { maximumLength } = model.description.text;
  // No token of a text has more bytes than that.
  const wanted = (await readInput(text)).subarray(0, 16 * calibrationTexts * maximumLength);
  const ids = readTokenizer(tokenizer).encode(wanted.toString("utf8"));
  const texts = Array.from({ length: calibrationTexts }, (_, i) =>
    ids.slice(i * maximumLength, (i + 1) * maximumLength),
  ).filter(({ length }) => length > 0);
  if (texts.length === 0) throw new UsageError(`${text}: there is no text`);
  return texts;
}

interface Measured {
  readonly scored?: { readonly perplexity: number; readonly tokensPerSecond: number };
  readonly weightBytes: number;
}

async function measure(
  file: Uint8Array,
  { tokenizer }: ReadCheckpoint,
  { score, scoreCharacters }: BinarizeCheckpointOptions,
): Promise<Measured> {
  using model = await loadLanguageModel(file, tokenizer);
  const { weightBytes } = model;
  if (score === undefined) return { weightBytes };
  const text = (await readInput(score)).toString("utf8").slice(-scoreCharacters);
  const { perplexity } = await model.score(text);
  return { scored: { perplexity, tokensPerSecond: await writingSpeed(model, text) }, weightBytes };
}

/** Of the fastest of three runs, the first piece of the text aside. */
async function writingSpeed(model: LanguageModel, text: string): Promise<number> {
  const prompt = text.slice(0, 1);
  const seconds: number[] = [];
  let count = 0;
  for (let run = 0; run < 3; run++) {
    const start = performance.now();
    count = (await model.generate(prompt)).tokens.length;
    seconds.push((performance.now() - start) / 1000);
  }
  return count / Math.min(...seconds);
}
