import type { Isa } from "@bnnkit/runtime";
import type { ModelFiles } from "../load-model.ts";

/** How the texts of a job are searched for translations. */
export interface JobSearch {
  readonly beamSize: number;
  /** Translations of each text, at most `beamSize`. */
  readonly nBest: number;
}

/** What became of a text. */
export interface TranslatedText {
  readonly text: string;
  /** `nBest` translations or fewer, best first; the first is `text`. */
  readonly alternatives: readonly string[];
  readonly isReliable: boolean;
}

/** What a worker is started with. */
export interface WorkerStart {
  readonly files: ModelFiles;
  readonly isa: Isa | undefined;
}

/** Texts that a worker translates at once. */
export interface Job {
  readonly id: number;
  readonly texts: readonly string[];
  readonly search: JobSearch;
}

/** What a worker is told. */
export type WorkerRequest =
  | { readonly kind: "translate"; readonly job: Job }
  | { readonly kind: "cancel"; readonly id: number };

/** What a worker says. */
export type WorkerAnswer =
  | { readonly kind: "ready" }
  /** The model cannot be loaded; whether better arguments would mend that. */
  | { readonly kind: "unfit"; readonly message: string; readonly isUsage: boolean }
  | { readonly kind: "done"; readonly id: number; readonly translated: readonly TranslatedText[] }
  | { readonly kind: "failed"; readonly id: number; readonly message: string };
