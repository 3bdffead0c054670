import { ownVersion } from "../../report/own-version.ts";
import { embeddedJson, html } from "../markup/html.ts";
import type { Page } from "../markup/page.ts";
import { suiteFolder, suiteScript } from "../suite-files.ts";

/** Measures in the browser that shows it. Unlike the other pages it loads something, so it must be served. */
export function suitePage(): Page {
  const content = html`<p>Times our kernels beside TensorFlow.js and onnxruntime-web, in this browser. Each gives the right result before it is timed. Nothing
leaves this page: the report is yours to save, and to put into a history of results.</p>
<p id="unserved">This needs a web server, because browsers start no workers from a folder: <code>npx serve OUT</code> is one.</p>
<form id="wish" hidden>
<label>Processor, which no browser tells <input name="processor" autocomplete="off"></label>
<label>Only what contains <input name="filter" autocomplete="off" spellcheck="false" aria-describedby="filter-note"></label>
<p class="quiet" id="filter-note">Words of an operator, an arm or a shape, such as <code>w1a1-gemm bnnkit|tfjs</code>; all of them where it is empty.</p>
<label class="check"><input type="checkbox" name="quick" checked> Quick: small shapes, some minutes</label>
<label class="check"><input type="checkbox" name="threads"> All cores, too</label>
<p class="quiet" id="threads-note"></p>
<p><button id="run">Run</button> <button type="button" id="cancel" disabled>Cancel</button></p>
</form>
<progress id="progress" max="1" value="0" aria-label="Progress" hidden></progress>
<p id="status" role="status"></p>
<div id="result"></div>
${embeddedJson("versions", ownVersion())}
<script src="${suiteFolder}/${suiteScript}" defer></script>
`;
  return { file: "suite.html", name: "In this browser", content, loads: true };
}
