import { mountView, viewName, views } from "./views.ts";

const main = document.querySelector("main");
const shown = new Map<string, HTMLElement>();

addEventListener("hashchange", () => void show(true));
void show(false);

/** Shows the view that the address names.
 *  @param focus  whether its heading gets the focus, as after following a link */
async function show(focus: boolean): Promise<void> {
  const name = viewName(location.hash.slice(1));
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
  if (existing !== undefined || view === undefined || main === null)
    return existing ?? document.body;
  const section = mountView(name, view, main);
  shown.set(name, section);
  return section;
}
