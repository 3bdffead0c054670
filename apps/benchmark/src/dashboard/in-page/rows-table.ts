import type { BenchmarkRow } from "../../report/row.ts";

const header = [
  ["operator", "text"],
  ["shape", "text"],
  ["arm", "text"],
  ["threads", ""],
  ["median", ""],
  ["times as fast as peers", "text"],
] as const;

/** A table of what was measured, one row for each arm and shape. */
export function rowsTable(rows: readonly BenchmarkRow[]): HTMLElement {
  const table = make("table", make("caption", "What was measured"));
  table.append(make("thead", make("tr", ...header.map(([name, kind]) => cell("th", name, kind)))));
  table.append(make("tbody", ...rows.map((row) => make("tr", ...cellsOf(row)))));
  const scroller = make("div", table);
  scroller.className = "scroller";
  scroller.tabIndex = 0;
  scroller.setAttribute("role", "region");
  scroller.setAttribute("aria-label", "What was measured");
  return scroller;
}

function cellsOf(row: BenchmarkRow): readonly HTMLElement[] {
  const ratios = Object.entries(row.ratios).map(([peer, ratio]) => `${peer} ${ratio.toFixed(2)}`);
  return [
    ...[row.op, row.shape, row.arm].map((text) => cell("td", text, "text")),
    cell("td", String(row.threads)),
    cell("td", `${row.medianMilliseconds.toPrecision(3)} ms`),
    cell("td", row.isPeer ? "" : ratios.join(", "), "text list"),
  ];
}

function cell(kind: "td" | "th", text: string, className = ""): HTMLElement {
  const element = make(kind, text);
  if (kind === "th") element.setAttribute("scope", "col");
  if (className !== "") element.className = className;
  return element;
}

function make(name: string, ...children: readonly (Node | string)[]): HTMLElement {
  const element = document.createElement(name);
  element.append(...children);
  return element;
}
