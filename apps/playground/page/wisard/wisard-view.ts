import { html, nothing, render, type TemplateResult } from "lit-html";
import { DrawingPad } from "../digits/drawing-pad.ts";
import { writtenDigits } from "../digits/drawn-digits.ts";
import { rangeField, selectField } from "../form/fields.ts";
import { percent } from "../number-text.ts";
import type { View } from "../view.ts";
import { MentalImages } from "./mental-images.ts";
import { classes, size, WisardState } from "./wisard-state.ts";

const labels = Array.from({ length: classes }, (_, label) => label);

/** A network without weights that learns one drawn digit at a time. */
export const wisardView: View = {
  title: "WiSARD: learn a digit at a time",
  mount(place) {
    const state = new WisardState(() => show());
    const pad = new DrawingPad(() => state.draw([...pad.strokes]));
    const images = new MentalImages();
    const show = (): void => void render(page(state, pad, images), place);
    show();
  },
};

function page(state: WisardState, pad: DrawingPad, images: MentalImages): TemplateResult {
  const nodes = Math.ceil((size * size) / state.tupleSize);
  return html`
    <p>
      WiSARD has no weights: ${nodes} nodes of each class look at ${state.tupleSize} pixels each, and keep which patterns they saw.
      To learn is to write patterns down; to answer, to count the nodes that know what they see. A class can be asked what it
      knows: its mental image.
    </p>
    <div class="fields">
      ${rangeField({
        label: "Pixels of a node",
        value: state.tupleSize,
        minimum: 2,
        maximum: 24,
        onChange: (tupleSize) => state.restart(tupleSize),
      })}
      ${selectField({
        label: "Bleaching",
        value: state.bleaching ? "on" : "off",
        options: [
          ["on", "on: ties ask how often"],
          ["off", "off: seen once is enough"],
        ],
        onChange: (value) => state.setBleaching(value === "on"),
      })}
      <button @click=${() => state.learnExamples()}>Learn one written digit of each</button>
      <button @click=${() => state.restart(state.tupleSize)}>Forget all</button>
    </div>
    <div class="columns">
      <div>${drawing(state, pad)}</div>
      <div>${answer(state)}</div>
    </div>
    <h3>Mental images</h3>
    <div class="mental">${labels.map((label) => images.figure(state, label))}</div>
    <p class="muted">
      Aleksander, Thomas, Bowden: WISARD, a radical step forward in image recognition, 1984. Bleaching: Grieco, Lima, De Gregorio,
      França: Producing pattern examples from “mental” images, 2010.
    </p>
  `;
}

function drawing(state: WisardState, pad: DrawingPad): TemplateResult {
  const isEmpty = pad.strokes.length === 0;
  const write = (label: number): void => {
    const ways = writtenDigits.filter((digit) => digit.label === label);
    const way = ways[Math.floor(Math.random() * ways.length)];
    if (way !== undefined) pad.write(way.strokes);
  };
  return html`
    <h3>Draw a digit</h3>
    ${pad.canvas}
    <div class="row">
      <button @click=${() => pad.clear()}>Wipe</button>
      ${labels.map((label) => html`<button class="digit" aria-label="Write a ${label}" @click=${() => write(label)}>${label}</button>`)}
    </div>
    <h3>Learn it as</h3>
    <div class="row">
      ${labels.map((label) => html`<button class="digit" aria-label="Learn it as a ${label}" ?disabled=${isEmpty} @click=${() => state.learn(label)}>${label}</button>`)}
    </div>
  `;
}

function answer({ vote, learned, tupleSize }: WisardState): TemplateResult {
  const known = learned.reduce((sum, count) => sum + count, 0);
  if (vote === undefined)
    return html`<h3>Its answer</h3>
      <p class="muted">${known === 0 ? "It has learned nothing yet." : "Draw something."}</p>`;
  const nodes = Math.ceil((size * size) / tupleSize);
  return html`
    <h3>Its answer</h3>
    <p id="vote">
      It is a <strong>${vote.label}</strong>, ${percent(vote.confidence)} ahead${vote.bleach > 1 ? `, of patterns seen ${vote.bleach} times or more` : ""}.
    </p>
    <ul class="scores">
      ${vote.votes.map(
        (votes, label) => html`<li class=${label === vote.label ? "best" : nothing}>
          <span>${label}</span>
          <meter min="0" max=${nodes} .value=${votes} aria-label="votes for ${label}"></meter>
          <span class="code">${votes}</span>
        </li>`,
      )}
    </ul>
  `;
}
