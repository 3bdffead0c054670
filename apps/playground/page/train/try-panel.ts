import { html, nothing, type TemplateResult } from "lit-html";
import { DrawingPad } from "../digits/drawing-pad.ts";
import { writtenDigits } from "../digits/drawn-digits.ts";
import { PixelPicture } from "../digits/pixel-picture.ts";
import { signed } from "../number-text.ts";
import type { TrainState } from "./train-state.ts";
import type { ClassifiedImage } from "./training-messages.ts";

const digits = Array.from({ length: 10 }, (_, digit) => digit);

/** A pad to draw digits on, and what the packed network says of them. */
export class TryPanel {
  readonly #state: TrainState;
  readonly #pad: DrawingPad;
  readonly #seen = new PixelPicture("The image as the network reads it");

  constructor(state: TrainState) {
    this.#state = state;
    this.#pad = new DrawingPad(() => void state.classify([...this.#pad.strokes]));
  }

  template(): TemplateResult {
    const { packed, classified, own } = this.#state;
    const cannot = packed !== undefined && packed.size === undefined;
    return html`
      <h3>Draw a digit</h3>
      ${this.#pad.canvas}
      <div class="row">
        <button @click=${() => this.#pad.clear()}>Wipe</button>
        ${digits.map((digit) => html`<button class="digit" aria-label="Write a ${digit}" @click=${() => this.#write(digit)}>${digit}</button>`)}
      </div>
      ${cannot ? html`<p>The network reads other images than those of a pad.</p>` : nothing}
      ${classified === undefined ? nothing : this.#answer(classified)}
      <h3>Digits of mine: ${own.length}</h3>
      <p class="muted">Say what you drew, and it becomes one of the images that are trained with.</p>
      <div class="row">
        ${digits.map((digit) => html`<button class="digit" aria-label="Add it as a ${digit}" ?disabled=${this.#pad.strokes.length === 0} @click=${() => this.#add(digit)}>${digit}</button>`)}
        <button ?disabled=${own.length === 0} @click=${() => this.#state.forgetOwn()}>Forget them</button>
      </div>
    `;
  }

  #answer(classified: ClassifiedImage): TemplateResult {
    const { pixels, size, scores, best, milliseconds } = classified;
    this.#seen.paintBytes(pixels, size);
    const values = scores.map(({ score }) => score);
    const [least, greatest] = [Math.min(...values), Math.max(...values)];
    return html`<p id="classified">
        It is a <strong>${scores[best]?.label}</strong>, says the packed network after ${milliseconds.toFixed(2)} ms.
      </p>
      <div class="answer">
        ${this.#seen.canvas}
        <ul class="scores">
          ${scores.map(
            ({ label, score }, i) => html`<li class=${i === best ? "best" : nothing}>
              <span>${label}</span>
              <meter min=${least} max=${greatest} .value=${score} aria-label="score of ${label}"></meter>
              <span class="code">${signed(Number(score.toFixed(2)))}</span>
            </li>`,
          )}
        </ul>
      </div>`;
  }

  #write(digit: number): void {
    const ways = writtenDigits.filter(({ label }) => label === digit);
    const way = ways[Math.floor(Math.random() * ways.length)];
    if (way !== undefined) this.#pad.write(way.strokes);
  }

  #add(digit: number): void {
    this.#state.addOwn(digit);
    this.#pad.clear();
  }
}
