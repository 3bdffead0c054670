import { html, type TemplateResult } from "lit-html";
import { PixelPicture } from "../digits/pixel-picture.ts";
import { classes, size, type WisardState } from "./wisard-state.ts";

/** What each class looks like from inside, as pictures. */
export class MentalImages {
  readonly #pictures: readonly PixelPicture[] = Array.from(
    { length: classes },
    (_, label) => new PixelPicture(`Mental image of ${label}`),
  );

  figure(state: WisardState, label: number): TemplateResult {
    const picture = this.#pictures[label];
    if (picture === undefined) return html``;
    const image = Array.from(state.mentalImage(label));
    const greatest = Math.max(...image, 1);
    picture.paintBytes(
      image.map((count) => Math.round((255 * count) / greatest)),
      size,
    );
    const learned = state.learned[label] ?? 0;
    return html`<figure>
      ${picture.canvas}
      <figcaption>${label}: learned ${learned}, ${state.addressesOf(label)} patterns</figcaption>
    </figure>`;
  }
}
