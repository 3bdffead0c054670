import { type ProtectedSpan, spanOf } from "./span.ts";

/** Finds paths and file names: `/etc/fstab`, `~/.config/foo`, `./x`, `C:\Users\x`, `\\server\x`, `src/main.c`,
 *  `config.yaml`, `*.odt`, `.bashrc`.
 *
 *  A slash alone makes no path ("and/or", "km/h", "TCP/IP"): it begins with a slash and has two parts or a directory
 *  that Unix has at its root, or it begins with a dot or "~", or it ends in a file name with a known ending. */
export function findPaths(text: string): readonly ProtectedSpan[] {
  const spans: ProtectedSpan[] = [];
  for (const { index, 0: run } of text.matchAll(pathRun)) {
    if (!/[./\\]/.test(run)) continue;
    const path = run.replace(sentenceEnd, "").replace(compoundTail, "");
    if (/[./\\]/.test(path) && isPath(path)) spans.push(spanOf("path", index, index + path.length));
  }
  return spans;
}

/** The longest run that may be a path; what stands directly before it decides too: no per cent sign, no letter, but an
 *  opening tag. */
const pathRun =
  /(?:(?<![\p{L}\p{N}_.+~@*/\\$%:}{>)-])|(?<=<[A-Za-z][^<>]{0,200}>))(?:[A-Za-z]:\\|\\\\(?=[A-Za-z]))?[\p{L}\p{N}_.+~@*/\\-]+/gu;
/** Full stops and dashes behind a path. */
const sentenceEnd = /(?<=[^.-])[.-]{1,3}$/;

/** The rest of a compound: German writes "README.md-Datei" and "/dev/null-Gerät". */
const compoundTail = /(?<=[a-z0-9*/])-\p{Lu}[\p{L}-]{0,60}$/u;

const roots =
  "etc|usr|var|tmp|home|bin|sbin|lib|lib64|opt|dev|proc|sys|boot|mnt|media|root|srv|run";
const endings = new Set(
  (
    "txt|text|md|rst|log|csv|tsv|json|jsonl|yaml|yml|toml|ini|cfg|conf|config|xml|xsd|xsl|xslt|html|htm|xhtml|css|scss|" +
    "js|mjs|cjs|ts|jsx|tsx|c|h|cc|cpp|cxx|hpp|hh|java|class|jar|py|pyc|rb|pl|pm|php|go|rs|swift|kt|cs|vb|lua|sh|bash|zsh|" +
    "bat|cmd|ps1|exe|dll|so|dylib|msi|deb|rpm|apk|dmg|iso|img|bin|zip|gz|tgz|bz2|xz|zst|tar|rar|7z|pdf|ps|eps|doc|docx|" +
    "dot|xls|xlsx|ppt|pptx|odt|ods|odp|odg|odb|odf|ott|rtf|tex|bib|png|jpg|jpeg|gif|bmp|svg|svgz|ico|tif|tiff|webp|xcf|" +
    "psd|raw|mp3|ogg|oga|ogv|wav|flac|m4a|mp4|mkv|avi|mov|webm|mpg|mpeg|srt|ttf|otf|woff|woff2|po|pot|mo|desktop|service|" +
    "socket|timer|ui|qml|qrc|glade|sql|db|sqlite|bak|tmp|old|orig|patch|diff|lock|pid|key|pem|crt|cer|ics|vcf|eml|mbox|" +
    "kdbx|blend|stl|obj|gpx|kml|osm|torrent|sig|asc|properties|gradle|cmake|in|am|ac|m4|la|el|vim|theme|rules|list|xpi|crx|epub"
  ).split("|"),
);
const fileName = /^(?:\*(?:\.\*)?|[\p{L}\p{N}_][\p{L}\p{N}_.+~@*-]*[\p{L}\p{N}_+~*-])$/u;
const versions = /(?:\.[0-9]{1,3}){1,3}$/;

const underRoot = new RegExp(`^/(?:${roots})(?:/|$)`);

function isPath(path: string): boolean {
  if (/^(?:[A-Za-z]:\\|\\\\[A-Za-z][\w.-]*\\)/.test(path)) return true;
  if (path.includes("\\")) return false;
  if (/^(?:~|\.{1,2})\/[^/]/.test(path) || path === "~/") return true;
  if (/^\.(?:[a-z][a-z0-9_-]+|NET)(?:\/|$)/.test(path)) return true;
  if (underRoot.test(path)) return true;
  if (/^\/[\p{L}\p{N}_.+~@*-]+\/[\p{L}\p{N}_.+~@*-]/u.test(path)) return true;
  const last = path.slice(path.lastIndexOf("/") + 1);
  if (last === "*" || /^\.[A-Za-z]/.test(last)) return path.includes("/");
  return isFileName(last) && !path.includes("//");
}

/** A name with a known ending, all small or all in capitals, and perhaps a version behind it. */
function isFileName(text: string): boolean {
  const name = text.replace(versions, "");
  const dot = name.lastIndexOf(".");
  const ending = name.slice(dot + 1);
  const isKnown =
    endings.has(ending) || (endings.has(ending.toLowerCase()) && !/[a-z]/.test(ending));
  return dot > 0 && isKnown && fileName.test(name.slice(0, dot));
}
