import type { TextTranslator } from "../pool/translation-pool.ts";
import type { ApiKeys } from "./api-keys.ts";

/** What a request may ask for at most. */
export interface ServiceLimits {
  /** Bytes of a body. */
  readonly bodyBytes: number;
  /** Characters (UTF-16 code units) of all texts of a request. */
  readonly characters: number;
  /** Texts of a request. */
  readonly texts: number;
  /** Translations of a text beside the best one. */
  readonly alternatives: number;
  /** Time from the first byte to the answer. */
  readonly seconds: number;
}

export const defaultLimits: ServiceLimits = {
  bodyBytes: 1024 * 1024,
  characters: 50_000,
  texts: 1000,
  alternatives: 9,
  seconds: 60,
};

/** What the service is made of. */
export interface ServiceOptions {
  readonly translator: TextTranslator;
  /** Hypotheses kept while searching. */
  readonly beamSize: number;
  readonly limits: ServiceLimits;
  readonly keys: ApiKeys;
  /** Origins whose pages may read answers, or "*" for all. */
  readonly origins: readonly string[];
  readonly version: string;
  readonly log: {
    readonly level: string;
    /** Writes a line of JSON. */
    readonly write: (line: string) => void;
  };
}
