import type { ItemRule } from "./item-rule.ts";

const extension = (
  "7z aac apk avi bak bash bat bin bmp bz2 c cc cfg class cmake conf cpp cs css csv cur dat db deb " +
  "desktop diff dll doc docx eps epub exe flac gif git gz h hpp htm html icns ico ics img ini iso " +
  "jar java jpeg jpg js json jsx key kt lock log lua m3u m4a md mkv mo mov mp3 mp4 mpeg odp ods odt " +
  "ogg otf patch pdf pem php pl png po pot ppt pptx properties ps psd py qm rar rb rpm rs rst rtf " +
  "scss sh so sql sqlite svg swf tar tex tgz tif tiff tmp toml torrent ts tsx ttf txt vcf vue wasm " +
  "wav webm webp woff woff2 xcf xhtml xls xlsx xml xpm xsl xz yaml yml zip"
)
  .split(" ")
  .join("|");
const name = "[\\w.+-]{1,64}";

/** Absolute paths of Unix and Windows, file names with a usual extension, and dot files. */
export const pathRule: ItemRule = {
  kind: "path",
  pattern: [
    "(?:(?<![\\p{L}\\p{N}_.:/)>}\\]%~$‐-])|(?<=<[A-Za-z][^<>]{0,200}>))(?:~|\\.{1,2}|\\$[A-Za-z_]\\w*)?\\/(?:[\\w@+~-]|\\.\\w)[\\w.@+~-]*(?:\\/[\\w.@+~-]*)*",
    "(?<![\\p{L}\\p{N}])[A-Za-z]:\\\\[^\\s<>\"'|?*`„“”»«]*",
    `(?<![\\w.+/-])[\\w.+-]${name}(?:\\/${name}){0,16}\\.(?:${extension})(?![\\p{L}\\p{N}_])`,
    "(?<=^|[\\s\"'(„»])\\.[a-z][a-z0-9_]+(?![\\p{L}\\p{N}_])",
  ].join("|"),
  endOf(text, start, end) {
    const found = text.slice(start, end);
    // A German compound: "/etc/fstab-Datei".
    const compound = /-\p{Lu}\p{Ll}+$/u.exec(found.slice(-40));
    let last = found.length - (compound?.[0].length ?? 0);
    while (last > 1 && ".,;:!?…)-".includes(found[last - 1])) last--;
    return start + last;
  },
};
