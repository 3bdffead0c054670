import { create } from "../element/create.ts";

/** A table with a name; those that are wide scroll by themselves. */
export function table(
  name: string,
  header: readonly string[],
  rows: readonly (readonly string[])[],
): HTMLElement {
  const head = create("tr", {}, ...header.map((cell) => create("th", { scope: "col" }, cell)));
  const body = rows.map((row) => create("tr", {}, ...row.map((cell) => create("td", {}, cell))));
  const caption = create("caption", {}, name);
  const whole = create(
    "table",
    {},
    caption,
    create("thead", {}, head),
    create("tbody", {}, ...body),
  );
  return create("div", { class: "wide", role: "region", "aria-label": name, tabindex: "0" }, whole);
}

/** Names with what they are, one below the other. */
export function facts(entries: readonly (readonly [name: string, value: string])[]): HTMLElement {
  const list = create("dl");
  for (const [name, value] of entries)
    list.append(create("div", {}, create("dt", {}, name), create("dd", {}, value)));
  return list;
}
