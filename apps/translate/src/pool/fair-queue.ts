import type { JobSearch, TranslatedText } from "./worker-messages.ts";

/** Texts of one request, and what is known of their translations. */
export interface Request {
  readonly texts: readonly string[];
  readonly search: JobSearch;
  /** Called with each text that is translated. */
  readonly onText: (index: number, translated: TranslatedText) => void;
  readonly onFailure: (error: unknown) => void;
}

/** A text of a request. */
export interface Item {
  readonly request: Request;
  readonly index: number;
}

export interface BatchBounds {
  readonly characters: number;
  readonly texts: number;
}

interface Waiting {
  readonly request: Request;
  /** The first of its texts that still waits. */
  next: number;
}

/** Requests that wait. They take turns text by text, so that one of a thousand texts does not hold up one of a single
 *  text. */
export class FairQueue {
  #waiting: Waiting[] = [];
  #characters = 0;

  /** UTF-16 code units of the texts that wait. */
  get characters(): number {
    return this.#characters;
  }

  get requests(): number {
    return this.#waiting.length;
  }

  /** @param request  has at least one text. */
  add(request: Request): void {
    this.#waiting.push({ request, next: 0 });
    this.#characters += lengthOf(request.texts);
  }

  /** Takes out what still waits of a request. */
  remove(request: Request): void {
    const waiting = this.#waiting.find((entry) => entry.request === request);
    if (waiting === undefined) return;
    this.#characters -= lengthOf(request.texts.slice(waiting.next));
    this.#waiting = this.#waiting.filter((entry) => entry !== waiting);
  }

  /** Takes out everything. @returns the requests that waited. */
  clear(): readonly Request[] {
    const requests = this.#waiting.map(({ request }) => request);
    this.#waiting = [];
    this.#characters = 0;
    return requests;
  }

  /** Takes texts out that are searched for in the same way, one of each request by turns, up to the bounds, but at least
   *  one if any waits. */
  takeBatch(bounds: BatchBounds): readonly Item[] {
    const batch: Item[] = [];
    const [first] = this.#waiting;
    if (first === undefined) return batch;
    let room = bounds.characters;
    const others: Waiting[] = [];
    while (batch.length < bounds.texts) {
      const entry = this.#waiting.shift();
      if (entry === undefined) break;
      const { request, next } = entry;
      const length = request.texts[next].length;
      const isAlike = isSameSearch(request.search, first.request.search);
      if (!isAlike || (batch.length > 0 && length > room)) {
        others.push(entry);
        continue;
      }
      batch.push({ request, index: next });
      room -= length;
      this.#characters -= length;
      entry.next++;
      if (entry.next < request.texts.length) this.#waiting.push(entry);
    }
    // Who was passed over comes first the next time.
    this.#waiting = [...others, ...this.#waiting];
    return batch;
  }
}

function isSameSearch(a: JobSearch, b: JobSearch): boolean {
  return a.beamSize === b.beamSize && a.nBest === b.nBest;
}

function lengthOf(texts: readonly string[]): number {
  return texts.reduce((sum, { length }) => sum + length, 0);
}
