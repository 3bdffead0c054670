import type { View } from "./view.ts";

/** The views by the names in their addresses, each loaded when it is first looked at. */
export const views: Readonly<Record<string, () => Promise<View>>> = {
  bits: async () => (await import("./bits/bits-view.ts")).bitsView,
  quantizers: async () => (await import("./quantizers/quantizers-view.ts")).quantizersView,
  train: async () => (await import("./train/train-view.ts")).trainView,
  hardware: async () => (await import("./hardware/hardware-view.ts")).hardwareView,
  wisard: async () => (await import("./wisard/wisard-view.ts")).wisardView,
};

/** The view of that name, of any other name the first one's. */
export function viewName(wanted: string): string {
  return Object.hasOwn(views, wanted) ? wanted : "bits";
}

/** Puts a view at the end of an element, in a section of its own with its heading.
 *  @param names  what it offers to choose from, where it could offer more */
export function mountView(
  name: string,
  { title, mount }: View,
  into: Element,
  names?: readonly string[],
): HTMLElement {
  const section = document.createElement("section");
  section.id = `view-${name}`;
  section.setAttribute("aria-labelledby", `heading-${name}`);
  const heading = document.createElement("h2");
  heading.id = `heading-${name}`;
  heading.tabIndex = -1;
  heading.textContent = title;
  const place = document.createElement("div");
  section.append(heading, place);
  into.append(section);
  mount(place, names);
  return section;
}
