import { createHash } from "node:crypto";
import { html, Markup } from "./html.ts";
import { style } from "./style.ts";

/** A page of the dashboard. */
export interface Page {
  readonly file: string;
  /** What the navigation calls it. */
  readonly name: string;
  readonly content: Markup;
  /** Whether it loads scripts and workers of its own origin, so that it must be served. Default false: it works from a folder. */
  readonly loads?: boolean;
}

const closed = "default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'";
const inline = `${closed}; style-src 'unsafe-inline'; script-src 'unsafe-inline'`;
const styleHash = createHash("sha256").update(style).digest("base64");
const served = `${closed}; style-src 'sha256-${styleHash}'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'`;

/** The whole file of a page.
 *  @param all  the pages that it leads to, itself among them */
export function writePage(
  { file, name, content, loads = false }: Page,
  all: readonly Page[],
): string {
  const links = all.map((page) => {
    const current = page.file === file ? new Markup(' aria-current="page"') : "";
    return html`<li><a href="${page.file}"${current}>${page.name}</a></li>`;
  });
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${loads ? served : inline}">
<title>${name} · bnnkit benchmarks</title>
<link rel="icon" href="data:,">
<style>${new Markup(style)}</style>
</head>
<body>
<a class="skip" href="#content">To the content</a>
<header><p>bnnkit benchmarks</p><nav aria-label="Pages"><ul>${links}</ul></nav></header>
<main id="content" tabindex="-1">
<h1>${name}</h1>
${content}</main>
</body>
</html>
`.text;
}
