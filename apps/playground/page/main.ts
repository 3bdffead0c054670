import type { View } from "./view.ts";

/** The views by the fragment of their address, each loaded when it is first looked at. */
const views: Readonly<Record<string, () => Promise<View>>> = {
  bits: async () => (await import("./bits/bits-view.ts")).bitsView,
  quantizers: async () => (await import("./quantizers/quantizers-view.ts")).quantizersView,
  train: async () => (await import("./train/train-view.ts")).trainView,
  hardware: async () => (await import("./hardware/hardware-view.ts")).hardwareView,
  wisard: async () => (await import("./wisard/wisard-view.ts")).wisardView,
};
const firstView = "bits";
const main = document.querySelector("main");
const shown = new Map<string, HTMLElement>();

addEventListener("hashchange", () => void show(true));
void show(false);

/** Shows the view that the address names.
 *  @param focus  whether its heading gets the focus, as after following a link */
async function show(focus: boolean): Promise<void> {
  const wanted = location.hash.slice(1);
  const name = Object.hasOwn(views, wanted) ? wanted : firstView;
  const section = shown.get(name) ?? (await opened(name));
  for (const other of shown.values()) other.hidden = other !== section;
  for (const link of document.querySelectorAll("nav a")) {
    if (link.getAttribute("href") === `#${name}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  const heading = section.querySelector("h2");
  document.title = `${heading?.textContent ?? name} · bnnkit playground`;
  if (focus) heading?.focus();
}

async function opened(name: string): Promise<HTMLElement> {
  const view = await views[name]?.();
  const existing = shown.get(name);
  if (existing !== undefined || view === undefined) return existing ?? document.body;
  const section = document.createElement("section");
  section.id = `view-${name}`;
  section.setAttribute("aria-labelledby", `heading-${name}`);
  const heading = document.createElement("h2");
  heading.id = `heading-${name}`;
  heading.tabIndex = -1;
  heading.textContent = view.title;
  const place = document.createElement("div");
  section.append(heading, place);
  main?.append(section);
  shown.set(name, section);
  view.mount(place);
  return section;
}
