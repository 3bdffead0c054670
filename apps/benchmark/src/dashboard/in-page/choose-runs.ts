// The script of the page that compares two runs: choices of a place and of two runs in it.
import { groupBy } from "../../group-by.ts";
import { type ComparedRun, comparisonTable } from "../pages/comparison-table.ts";
import { pageElement } from "./page-element.ts";

const runs: readonly ComparedRun[] = JSON.parse(
  pageElement("runs", HTMLElement).textContent ?? "[]",
);
const places = groupBy(runs, ({ place }) => place);
const pairs = [...places].filter(([, of]) => of.length > 1);

const choice = pageElement("choice", HTMLElement);
const place = addSelect("Machine and engine");
const base = addSelect("Old");
const head = addSelect("New");

fill(
  place,
  pairs.map(([name]) => name),
  latestPlace(),
);
place.onchange = (): void => offerRuns();
base.onchange = (): void => show();
head.onchange = (): void => show();
offerRuns();

/** Where the latest run with another before it was. */
function latestPlace(): number {
  const last = pairs.map(([, of]) => of[of.length - 1].reports.at(-1)?.startedAt ?? "");
  return last.indexOf([...last].sort().at(-1) ?? "");
}

function offerRuns(): void {
  const names = runsHere().map(({ name }) => name);
  fill(base, names, names.length - 2);
  fill(head, names, names.length - 1);
  show();
}

function runsHere(): readonly ComparedRun[] {
  return pairs[place.selectedIndex][1];
}

function show(): void {
  const here = runsHere();
  const table = comparisonTable(here[base.selectedIndex], here[head.selectedIndex]);
  pageElement("comparison", HTMLElement).innerHTML = table.text;
}

function addSelect(name: string): HTMLSelectElement {
  const label = document.createElement("label");
  const select = document.createElement("select");
  label.append(name, document.createElement("br"), select);
  choice.append(label);
  return select;
}

function fill(select: HTMLSelectElement, names: readonly string[], selected: number): void {
  select.replaceChildren(...names.map((name) => new Option(name)));
  select.selectedIndex = selected;
}
