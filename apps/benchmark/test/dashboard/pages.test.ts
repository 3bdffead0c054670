import { parseHTML } from "linkedom";
import { describe, expect, test } from "vitest";
import { createPages } from "../../src/dashboard/create-pages.ts";
import type { History } from "../../src/dashboard/history/history.ts";
import { embeddedJson, html } from "../../src/dashboard/markup/html.ts";
import { writePage } from "../../src/dashboard/markup/page.ts";
import { history, runAt } from "./history-fixture.ts";

const empty: History = {
  ...{ reports: [], duets: [], translations: [], classifiers: [], fronts: [], skipped: [] },
};

const written = (of: History): ReadonlyMap<string, Document> => {
  const pages = createPages(of, "", { hasSuite: true });
  return new Map(pages.map((page) => [page.file, parseHTML(writePage(page, pages)).document]));
};

const textOf = (page: Document | undefined): string =>
  (page?.querySelector("main")?.textContent ?? "").replace(/\s+/g, " ");

describe("html", () => {
  test("escapes text and leaves markup", () => {
    const inner = html`<b>${'<&"'}</b>`;
    expect(html`<p title="${'a"b'}">${[inner, 3]}</p>`.text).toBe(
      '<p title="a&quot;b"><b>&lt;&amp;&quot;</b>3</p>',
    );
  });

  test("embedded data cannot end its element", () => {
    const { text } = embeddedJson("x", { a: "</script><b>" });
    expect(text.match(/<\/script>/g)).toHaveLength(1);
    expect(JSON.parse(parseHTML(text).document.querySelector("script")?.textContent ?? "")).toEqual(
      {
        a: "</script><b>",
      },
    );
  });
});

describe("the pages of a history", () => {
  const pages = written(history);

  test("lead to each other and load nothing, but for the one that measures, whose script is no part of it", () => {
    for (const [file, page] of pages) {
      const links = [...page.querySelectorAll("nav a")];
      expect(links.map((link) => link.getAttribute("href"))).toEqual([...pages.keys()]);
      expect(page.querySelector('nav [aria-current="page"]')?.getAttribute("href")).toBe(file);
      const loaded = [...page.querySelectorAll("[src], link[href]")];
      const policy = page.querySelector("meta[http-equiv]")?.getAttribute("content");
      const isServed = file === "suite.html";
      expect(policy?.includes("script-src 'self' 'wasm-unsafe-eval';")).toBe(isServed);
      expect(policy?.includes("'unsafe-inline'")).toBe(!isServed);
      expect(loaded.map((one) => one.getAttribute("href") ?? one.getAttribute("src"))).toEqual([
        "data:,",
        ...(isServed ? ["suite/run-suite.js"] : []),
      ]);
    }
  });

  test("show trends for each machine, with what changed besides our code", () => {
    const page = pages.get("operators.html");
    expect([...(page?.querySelectorAll("h2") ?? [])].map((one) => one.textContent)).toEqual([
      "Some CPU, 2 cores, Node 20",
      "Some CPU, 2 cores, Chromium 131",
    ]);
    expect(textOf(page)).toContain("from ccccccc on: peer 4.22.0 → 4.23.0");
    const label = page?.querySelector("figure svg")?.getAttribute("aria-label");
    expect(label).toContain("latest 4.00 times peer-float, 4.00 times peer-int8");
    // Three runs and two peers.
    expect(page?.querySelector("figure svg")?.querySelectorAll("path > title")).toHaveLength(6);
  });

  test("compare the latest two commits of the place that was measured last", () => {
    const text = textOf(pages.get("compare.html"));
    expect(text).toContain("bbbbbbb and ccccccc: ratios to peers");
    expect(text).toContain("−75.0 %");
    expect(text).toContain("2 undecided");
  });

  test("show what duet said, with the same against the same", () => {
    const text = textOf(pages.get("changes.html"));
    expect(text).toContain("1111111 → 2222222");
    expect(text).toContain(
      "1 of 1 slower. The same code against itself differed by 1.0 % at most.",
    );
    expect(text).toContain("+10.0 % (+9.0 to +11.0)");
  });

  test("show accuracy over size as a mean over the seeds", () => {
    const page = pages.get("accuracy.html");
    expect(textOf(page)).toContain("xnor-net xnor-paper");
    expect(textOf(page)).toContain("88.70");
    expect(page?.querySelectorAll("figure svg")).toHaveLength(2);
  });

  test("show translation models and hardware fronts with their intervals", () => {
    const translations = textOf(pages.get("translation.html"));
    expect(translations).toContain("27.50 (25.10 to 29.90)");
    expect(translations).toContain("470 of 500");
    expect(translations).toContain("5300000");
    expect(textOf(pages.get("hardware.html"))).toContain("2.50 k (2.00 k to 3.13 k)");
  });

  test("name files that hold nothing known", () => {
    expect(textOf(pages.get("index.html"))).toContain("notes.json");
  });
});

test("an empty history gives every page, which says how to fill it", () => {
  for (const [file, page] of written(empty)) {
    expect(page.querySelectorAll("h1"), file).toHaveLength(1);
    expect(page.querySelectorAll("svg"), file).toHaveLength(0);
  }
});

test("names out of files are text", () => {
  const evil = runAt("<img src=x>", "2026-01-01T00:00:00.000Z", [2, 2]);
  for (const page of written({ ...empty, reports: [evil, evil] }).values())
    expect(page.querySelectorAll("img")).toHaveLength(0);
});
