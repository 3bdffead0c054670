import { mountView, viewName, views } from "./views.ts";

/** One view alone, for a frame in another page: `live.html?view=quantizers&names=sign+ternary`. */
const asked = new URLSearchParams(location.search);
const name = viewName(asked.get("view") ?? "");
const names = asked.get("names")?.split(" ").filter(Boolean);
const view = await views[name]?.();
if (view !== undefined) {
  document.title = view.title;
  mountView(name, view, document.body, names);
}
