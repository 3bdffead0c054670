import type { InferenceSession, Tensor } from "onnxruntime-common";
import { type OnnxRuntime, openOnnxSession } from "../../peers/onnxruntime.ts";
import type { OnnxTranslatorLayout, OnnxTranslatorModel } from "./export-translator.ts";

/** How far to go. */
export interface OnnxGreedyOptions {
  /** Most tokens to generate. */
  readonly maximumLength: number;
  /** Called with each generated token. */
  readonly onToken?: (token: number) => void;
  /** Tokens that are taken as said, whatever the model says; the end token after them. */
  readonly forced?: readonly number[];
}

/** Greedy translation by the two models of {@link exportTranslator}, on one thread of onnxruntime. */
export class OnnxTranslator {
  readonly #runtime: OnnxRuntime;
  readonly #encoder: InferenceSession;
  readonly #step: InferenceSession;
  readonly #layout: OnnxTranslatorLayout;

  private constructor(
    runtime: OnnxRuntime,
    sessions: { readonly encoder: InferenceSession; readonly step: InferenceSession },
    layout: OnnxTranslatorLayout,
  ) {
    this.#runtime = runtime;
    this.#encoder = sessions.encoder;
    this.#step = sessions.step;
    this.#layout = layout;
  }

  static async open(
    runtime: OnnxRuntime,
    { encoder, step, layout }: OnnxTranslatorModel,
  ): Promise<OnnxTranslator> {
    const open = (model: Uint8Array): Promise<InferenceSession> =>
      openOnnxSession(runtime, { model, provider: "wasm", threads: 1 });
    const sessions = { encoder: await open(encoder), step: await open(step) };
    return new OnnxTranslator(runtime, sessions, layout);
  }

  /** Generated tokens, the end token included where it came. */
  async translate(
    source: readonly number[],
    { maximumLength, onToken, forced }: OnnxGreedyOptions,
  ): Promise<number[]> {
    const { begin, end } = this.#layout;
    const sentence = await this.#encoder.run({
      source: this.#integers(source),
      positions: this.#integers(source.map((_, i) => i)),
    });
    let past = this.#emptyPast();
    const tokens: number[] = [];
    for (let token = begin; tokens.length < maximumLength; ) {
      const { next, ...present } = await this.#step.run({
        ...sentence,
        ...past,
        token: this.#integers([token]),
        position: this.#integers([tokens.length]),
      });
      const chosen = Number(next.data[0]);
      token = forced === undefined ? chosen : (forced[tokens.length] ?? end);
      tokens.push(token);
      onToken?.(token);
      if (token === end) break;
      past = renamePresent(present);
    }
    return tokens;
  }

  async dispose(): Promise<void> {
    await this.#encoder.release();
    await this.#step.release();
  }

  #integers(values: readonly number[]): Tensor {
    const data = BigInt64Array.from(values, BigInt);
    return new this.#runtime.Tensor("int64", data, [values.length]);
  }

  #emptyPast(): Record<string, Tensor> {
    const past: Record<string, Tensor> = {};
    const empty = new Float32Array(0);
    this.#layout.selfAttentions.forEach(({ heads, headFeatures }, i) => {
      const { Tensor: T } = this.#runtime;
      past[`past keys ${i}`] = new T("float32", empty, [heads, headFeatures, 0]);
      past[`past values ${i}`] = new T("float32", empty, [heads, 0, headFeatures]);
    });
    return past;
  }
}

function renamePresent(present: Readonly<Record<string, Tensor>>): Record<string, Tensor> {
  return Object.fromEntries(
    Object.entries(present).map(([name, tensor]) => [name.replace("present", "past"), tensor]),
  );
}
