import type {
  TranslateTextOptions,
  TranslatorOptions,
  WorkerTranslator,
} from "../client/connect-translator.ts";
import { joinParagraphs, splitParagraphs } from "../client/paragraphs.ts";
import type { LoadProgress } from "../engine/load-progress.ts";
import type { RunReport } from "../engine/run-report.ts";
import type { TranslatedParagraph } from "../engine/translated-paragraph.ts";
import { AlternativesMenu } from "./alternatives-menu.ts";
import { chooseAlternative } from "./choose-alternative.ts";
import { create } from "./create.ts";
import { findAlternatives } from "./find-alternatives.ts";
import { LatestRun } from "./latest-run.ts";
import { Notes } from "./notes.ts";
import type { SentencePlace } from "./paragraph-block.ts";
import { ProgressLine } from "./progress-line.ts";
import { SourcePane } from "./source-pane.ts";
import { TargetPane } from "./target-pane.ts";
import { TranslationMemory } from "./translation-memory.ts";
import { layOut } from "./view-layout.ts";

/** How the view translates. */
export interface ViewSettings extends Omit<TranslatorOptions, "onLoadProgress" | "signal"> {
  /** Hypotheses kept while one types; 1 (default) is greedy search. */
  readonly beamSize?: number;
}

export interface ViewEvents {
  /** Starts a translator. */
  readonly connect: (options: TranslatorOptions) => Promise<WorkerTranslator>;
  readonly onReady: (report: RunReport) => void;
  readonly onTranslated: (report: RunReport) => void;
  readonly onError: (error: Error) => void;
}

/** Milliseconds after a key in which another one may come. */
const typingPause = 60;

/** Source and translation side by side: translates while one types. */
export class TranslationView {
  readonly element: HTMLDivElement;
  readonly #events: ViewEvents;
  readonly #source = new SourcePane(() => this.#translate(typingPause));
  readonly #target = new TargetPane((place) => this.#offerAlternatives(place));
  readonly #notes = new Notes((p, s) => this.#target.focusSentence(p, s));
  readonly #line = new ProgressLine();
  readonly #menu = new AlternativesMenu();
  readonly #memory = new TranslationMemory();
  readonly #translation = new LatestRun();
  readonly #alternatives = new LatestRun();
  readonly #copy: HTMLButtonElement = create(
    "button",
    { type: "button", "aria-label": "Copy the translation" },
    "Copy",
  );
  /** Who waits for a model. */
  readonly #waiting: ((translator: WorkerTranslator) => void)[] = [];
  #loading = new AbortController();
  #settings: ViewSettings | undefined;
  #translator: WorkerTranslator | undefined;

  constructor(events: ViewEvents) {
    this.#events = events;
    this.element = layOut({
      source: this.#source.element,
      target: this.#target.element,
      copy: this.#copy,
      below: [this.#line.element, this.#notes.element, this.#menu.element],
    });
    this.#copy.addEventListener("click", () => void this.#copyTranslation());
  }

  get text(): string {
    return this.#source.text;
  }

  set text(text: string) {
    this.#source.text = text;
    this.#translate(0);
  }

  /** What stands on the right: nothing for paragraphs that are not translated yet. */
  get translation(): string {
    const texts = this.#target.paragraphs.map((paragraph) => paragraph?.text ?? "");
    return joinParagraphs(splitParagraphs(this.text), texts);
  }

  get report(): RunReport | undefined {
    return this.#translator?.report;
  }

  /** Translates texts that do not stand in the view. */
  async translateTexts(
    texts: readonly string[],
    { signal }: Pick<TranslateTextOptions, "signal"> = {},
  ): Promise<readonly TranslatedParagraph[]> {
    const translator = this.#translator ?? (await this.#nextTranslator(signal));
    const { beamSize = 1 } = this.#settings ?? {};
    return await translator.translateParagraphs(texts, { beamSize, ...(signal && { signal }) });
  }

  /** Loads a model, in the place of the one before. */
  async load(settings: ViewSettings): Promise<void> {
    this.unload();
    this.#settings = settings;
    this.#loading = new AbortController();
    const { signal } = this.#loading;
    try {
      const { beamSize: _, ...options } = settings;
      const onLoadProgress = (progress: LoadProgress): void => this.#showLoading(progress);
      const translator = await this.#events.connect({ ...options, onLoadProgress, signal });
      if (signal.aborted) return translator.dispose();
      this.#translator = translator;
      for (const take of this.#waiting.splice(0)) take(translator);
      this.#line.say("The model is ready.");
      this.#events.onReady(translator.report);
      this.#translate(0);
    } catch (error) {
      if (!signal.aborted) this.#fail("The model was not loaded", error, () => this.load(settings));
    }
  }

  /** Ends what runs, and gives its memory back. */
  unload(): void {
    this.#loading.abort();
    this.#translation.cancel();
    this.#alternatives.cancel();
    this.#translator?.dispose();
    this.#translator = undefined;
    this.#memory.clear();
  }

  #nextTranslator(signal: AbortSignal | undefined): Promise<WorkerTranslator> {
    return new Promise((resolve, reject) => {
      this.#waiting.push(resolve);
      signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
    });
  }

  #translate(wait: number): void {
    const { paragraphs } = splitParagraphs(this.text);
    this.#target.showSources(paragraphs, (source) => this.#memory.get(source));
    const translator = this.#translator;
    if (translator === undefined) return;
    const missing = [...new Set(paragraphs)].filter((source) => !this.#memory.get(source));
    this.#translation.start(async (signal) => {
      try {
        if (missing.length > 0) await this.#translateMissing(translator, missing, signal);
        this.#line.say(paragraphs.length === 0 ? "" : this.#outcome());
        this.#notes.show(this.#target.paragraphs);
        if (missing.length > 0) this.#events.onTranslated(translator.report);
      } catch (error) {
        if (!signal.aborted) this.#fail("Nothing was translated", error, () => this.#reload());
      }
    }, wait);
  }

  async #translateMissing(
    translator: WorkerTranslator,
    missing: readonly string[],
    signal: AbortSignal,
  ): Promise<void> {
    let done = 0;
    const { beamSize = 1 } = this.#settings ?? {};
    await translator.translateParagraphs(missing, {
      beamSize,
      signal,
      onText: (paragraph, delta) => this.#target.append(missing[paragraph] ?? "", delta),
      onParagraph: (_, paragraph) => {
        done++;
        this.#memory.put(paragraph);
        this.#target.show(paragraph);
      },
      onProgress: ({ characters, finishedCharacters }) => {
        // A short text is there before a bar could be read.
        if (characters < 1000) return;
        const text = `Translating: ${done} of ${missing.length} paragraphs`;
        this.#line.progress(text, finishedCharacters / characters);
      },
    });
  }

  /** What a reader who does not see the marks wants to know. */
  #outcome(): string {
    const sentences = this.#target.paragraphs.flatMap((paragraph) => paragraph?.sentences ?? []);
    const unreliable = sentences.filter(({ isReliable }) => !isReliable).length;
    if (unreliable === 0) return "Translated.";
    return `Translated; ${unreliable} of ${sentences.length} sentences went wrong, see below.`;
  }

  #offerAlternatives({ paragraph, index, element }: SentencePlace): void {
    const sentence = paragraph.sentences[index];
    const translator = this.#translator;
    if (sentence === undefined || translator === undefined) return;
    this.#menu.open(element, "Looking for other translations …");
    this.#alternatives.start(async (signal) => {
      try {
        const texts = await findAlternatives(translator, sentence, signal);
        this.#menu.offer(texts, (text) => {
          const chosen = chooseAlternative(paragraph, index, text);
          this.#memory.put(chosen);
          this.#target.show(chosen);
          this.#notes.show(this.#target.paragraphs);
          this.#target.focusSentenceOf(chosen, index);
        });
        const { source, text } = sentence;
        this.#menu.align(await translator.align(source, text, { signal }));
      } catch (error) {
        if (!signal.aborted) this.#menu.fail(messageOf(error));
      }
    }, 0);
  }

  async #copyTranslation(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.translation);
      this.#line.say("The translation was copied.");
    } catch {
      this.#line.say("The browser does not allow to copy.");
    }
  }

  #showLoading({ stage, loadedBytes, totalBytes }: LoadProgress): void {
    if (stage === "preparing") {
      this.#line.progress("Making the model ready", undefined);
      return;
    }
    const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);
    const total = totalBytes === undefined ? "" : ` of ${megabytes(totalBytes)}`;
    const text = `Loading the model: ${megabytes(loadedBytes)}${total} MB`;
    this.#line.progress(text, totalBytes === undefined ? undefined : loadedBytes / totalBytes);
  }

  #reload(): void {
    if (this.#settings !== undefined) void this.load(this.#settings);
  }

  #fail(what: string, error: unknown, onRetry: () => void): void {
    this.#line.fail(`${what}: ${messageOf(error)}`, onRetry);
    this.#events.onError(error instanceof Error ? error : new Error(String(error)));
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
