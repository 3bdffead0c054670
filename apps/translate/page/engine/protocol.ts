import type { TextAlignment } from "@bnnkit/runtime";
import type { LoadProgress } from "./load-progress.ts";
import type { ModelFile } from "./model-file.ts";
import type { RunReport } from "./run-report.ts";
import type { TranslatedParagraph } from "./translated-paragraph.ts";

/** What a worker loads, and what it computes with. */
export interface LoadRequest {
  readonly kind: "load";
  readonly model: ModelFile;
  readonly tokenizer: ModelFile;
  /** Name of an instruction set. */
  readonly isa: string | undefined;
  readonly threads: number | "all";
  readonly threadUrl: string | undefined;
}

/** Paragraphs to translate, each by itself. */
export interface TranslateRequest {
  readonly kind: "translate";
  readonly paragraphs: readonly string[];
  readonly beamSize: number;
  readonly nBest: number;
}

/** A sentence and its translation, whose words are to be aligned. */
export interface AlignRequest {
  readonly kind: "align";
  readonly source: string;
  readonly target: string;
}

/** What the page asks of its worker; every request has a number, which its answers bear. */
export type Request = { readonly id: number } & (
  | LoadRequest
  | TranslateRequest
  | AlignRequest
  | { readonly kind: "cancel" }
);

/** How far the paragraphs of a request are, in UTF-16 code units. */
export interface ParagraphProgress {
  readonly characters: number;
  readonly finishedCharacters: number;
}

/** What the worker answers: any number of interim answers, then `done` or `failed`. */
export type Answer = { readonly id: number } & (
  | { readonly kind: "loading"; readonly progress: LoadProgress }
  | { readonly kind: "text"; readonly paragraph: number; readonly delta: string }
  | { readonly kind: "paragraph"; readonly index: number; readonly paragraph: TranslatedParagraph }
  | { readonly kind: "progress"; readonly progress: ParagraphProgress }
  | { readonly kind: "alignment"; readonly alignment: TextAlignment }
  | { readonly kind: "done"; readonly report: RunReport }
  | { readonly kind: "failed"; readonly name: string; readonly message: string }
);
