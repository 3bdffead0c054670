import { readdirSync, readFileSync } from "node:fs";

/** A page of the site by its address. */
export interface NavigationItem {
  readonly text: string;
  readonly link: string;
}

/** Pages that belong together, as the sidebar and `llms.txt` list them. */
export interface NavigationGroup {
  readonly text: string;
  /** Whether the sidebar shows its name alone at first. */
  readonly collapsed?: boolean;
  readonly items: readonly NavigationItem[];
}

const root = new URL("../", import.meta.url);

/** All pages of the site but the home page, in the order in which one reads them. */
export const navigation: readonly NavigationGroup[] = [
  {
    text: "Start",
    items: [
      guide("Get started in a minute", "get-started"),
      guide("What a binarized network is", "what-a-bnn-is"),
      guide("Train, pack, run, price", "train-pack-run-price"),
      guide("Your own model", "your-own-model"),
      guide("Run packed models", "run-packed-models"),
      guide("In the browser", "in-the-browser"),
      guide("The playground", "playground"),
      { text: "What is here", link: "/overview" },
    ],
  },
  {
    text: "Translation",
    items: [
      guide("Translate text", "translate-text"),
      guide("Localization files", "localization-files"),
      guide("Translation in a page", "translate-page"),
      guide("The service", "service"),
    ],
  },
  {
    text: "Coming from elsewhere",
    items: [
      guide("From Larq", "from-larq"),
      guide("From Brevitas", "from-brevitas"),
      guide("From TensorFlow.js", "from-tensorflow-js"),
      guide("Compared with others", "comparison"),
      guide("Limits", "limits"),
    ],
  },
  {
    text: "Binarization",
    items: [
      guide("All systems", "binarization-systems"),
      guide("Claims, tried", "claims-tried"),
      guide("Quantizers in pictures", "quantizers-in-pictures"),
      guide("What a BNN library needs", "what-a-bnn-library-needs"),
    ],
  },
  { text: "Systems, one by one", collapsed: true, items: systemPages() },
  {
    text: "Under the hood",
    items: [
      guide("The file format", "file-format"),
      guide("Performance", "performance"),
      guide("How the kernels work", "how-the-kernels-work"),
      guide("Operations of a tape", "operations-of-a-tape"),
      guide("Kernels on threads", "kernels-on-threads"),
      guide("Kernels on a GPU", "kernels-on-a-gpu"),
      guide("Speed of the kernels", "speed-of-the-kernels"),
      guide("The dashboard of benchmarks", "dashboard"),
    ],
  },
  {
    text: "Extend it",
    items: [
      guide("Add a quantizer", "add-a-quantizer"),
      guide("Add an op", "add-an-op"),
      guide("Add a kernel", "add-a-kernel"),
    ],
  },
  { text: "Packages", items: readmesOf("packages") },
  { text: "Apps", items: readmesOf("apps") },
  { text: "Models", items: readmesOf("models") },
];

/** The Markdown file of a page, from the root of the repository. @param link  Its address. */
export function fileOf(link: string): string {
  if (link === "/overview") return "README.md";
  if (/^\/(guide|systems)\//.test(link)) return `docs${link}.md`;
  return `${link.slice(1)}README.md`;
}

/** The text of a page's Markdown file. */
export function textOf(link: string): string {
  return readFileSync(new URL(fileOf(link), root), "utf8");
}

function guide(text: string, name: string): NavigationItem {
  return { text, link: `/guide/${name}` };
}

/** In the order of the table that lists them. */
function systemPages(): readonly NavigationItem[] {
  const table = textOf("/guide/binarization-systems");
  return [...table.matchAll(/\(\.\.\/(systems\/[a-z0-9-]+)\.md\)/g)].map(([, path]) => {
    const link = `/${path}`;
    return { text: /^# (.+)$/m.exec(textOf(link))?.[1] ?? link, link };
  });
}

/** Of a folder's packages, by the rank of the first ones that they need: as the overview lists them, then the rest. */
function readmesOf(folder: string): readonly NavigationItem[] {
  const overview = textOf("/overview");
  const place = (name: string): number => {
    const found = overview.indexOf(`](${folder}/${name})`);
    return found < 0 ? overview.length : found;
  };
  return readdirSync(new URL(`${folder}/`, root))
    .filter((name) => hasReadme(`${folder}/${name}`))
    .sort((a, b) => place(a) - place(b))
    .map((name) => {
      const manifest: { name: string } = JSON.parse(
        readFileSync(new URL(`${folder}/${name}/package.json`, root), "utf8"),
      );
      return { text: manifest.name, link: `/${folder}/${name}/` };
    });
}

function hasReadme(path: string): boolean {
  const files = readdirSync(new URL(`${path}/`, root));
  return files.includes("README.md") && files.includes("package.json");
}
