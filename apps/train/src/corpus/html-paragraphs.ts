import { Parser } from "htmlparser2";

interface Frame {
  readonly role: "plain" | "dropped" | "switch" | "default" | "case";
  text: string;
  /** Texts of the cases of a switch, the default apart. */
  readonly cases: string[];
  defaultText: string | undefined;
}

const paragraphId = /^(?:par|hd)_id/;
const paragraphTag = /^(?:p|h[1-6])$/;

/** Text of the numbered paragraphs and headings (`id="par_id…"`, `id="hd_id…"`) of a page of LibreOffice help, by id.
 *  Of the alternatives of an inline switch (by platform or by application) the default stays, or the first that is
 *  not for macOS; so the text reads as on the reader's screen. */
export function readHtmlParagraphs(html: string): Map<string, string> {
  const paragraphs = new Map<string, string>();
  let id: string | undefined;
  let stack: Frame[] = [];
  const finish = () => {
    while (stack.length > 1) closeFrame(stack);
    const text = stack[0]?.text;
    if (id !== undefined && text !== undefined && !paragraphs.has(id)) paragraphs.set(id, text);
    id = undefined;
    stack = [];
  };
  const parser = new Parser({
    onopentag(name, attributes) {
      if (paragraphTag.test(name)) {
        finish();
        const candidate = attributes.id ?? "";
        if (!paragraphId.test(candidate)) return;
        id = candidate;
        stack = [newFrame("plain")];
      } else if (stack.length > 0) {
        const top = stack[stack.length - 1];
        stack.push(newFrame(roleOf(attributes, top?.role)));
        if (name === "br" && top !== undefined) top.text += " ";
      }
    },
    ontext(text) {
      const top = stack[stack.length - 1];
      if (top !== undefined) top.text += text;
    },
    onclosetag(name) {
      if (paragraphTag.test(name)) finish();
      else if (stack.length > 1) closeFrame(stack);
      else if (stack.length === 1) finish();
    },
  });
  parser.end(html);
  return paragraphs;
}

function newFrame(role: Frame["role"]): Frame {
  return { role, text: "", cases: [], defaultText: undefined };
}

function roleOf(
  attributes: Readonly<Record<string, string>>,
  parentRole: Frame["role"] | undefined,
): Frame["role"] {
  if (attributes.class === "MAC") return "dropped";
  if (attributes.class === "switchinline") return "switch";
  if (parentRole !== "switch") return "plain";
  return attributes.id?.startsWith("default") === true ? "default" : "case";
}

function closeFrame(stack: Frame[]): void {
  const frame = stack.pop();
  const parent = stack[stack.length - 1];
  if (frame === undefined || parent === undefined) return;
  if (frame.role === "plain") parent.text += frame.text;
  if (frame.role === "switch") parent.text += frame.defaultText ?? frame.cases[0] ?? frame.text;
  if (frame.role === "default") parent.defaultText = frame.text;
  if (frame.role === "case") parent.cases.push(frame.text);
}
