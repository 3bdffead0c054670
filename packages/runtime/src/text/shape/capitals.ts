import { type Shaped, unshaped } from "./shape.ts";

/** Takes capitals off a text that is written in nothing else (`DID YOU KNOW?` is translated as `Did you know?`).
 *
 *  Such a text has at least four letters, or two words of at least two letters in all. "I", single letters, words
 *  with a digit or `_`, words without a vowel (`HTML`) and well-known abbreviations stay in capitals; a text of these alone
 *  is no shape. The translation is raised by the rules of German: ß becomes SS (as Unicode has it; the spelling with
 *  ẞ is allowed as well). Slots have no capitals. */
export function takeCapitals(source: string): Shaped {
  if (!isInCapitals(source)) return unshaped(source);
  const text = sentenceCase(source);
  // What raising does not undo (ẞ) is left alone.
  if (text === source || raise(text) !== source) return unshaped(source);
  return { text, restore: raise };
}

const raise = (text: string): string => text.toLocaleUpperCase("de");

function isInCapitals(text: string): boolean {
  if (/(?!\p{Lu})\p{L}/u.test(text)) return false;
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  return letters >= 4 || (letters >= 2 && (text.match(word)?.length ?? 0) >= 2);
}

const word = /[\p{L}\p{N}_][\p{L}\p{M}\p{N}_'’]*/gu;

function sentenceCase(text: string): string {
  let isStart = true;
  let end = 0;
  return text.replaceAll(word, (match, at: number) => {
    const between = text.slice(end, at);
    end = at + match.length;
    isStart = (isStart && !/[\uE000-\uF8FF]/.test(between)) || /[.!?]["'”’)]*\s/.test(between);
    const begins = isStart;
    isStart = false;
    if (staysInCapitals(match, text.slice(end, end + 2))) return match;
    return begins || /^I['’]/.test(match) ? capitalize(match) : match.toLocaleLowerCase("en");
  });
}

function capitalize(match: string): string {
  const first = String.fromCodePoint(match.codePointAt(0) ?? 0);
  return first + match.slice(first.length).toLocaleLowerCase("en");
}

/** @param behind  the two characters behind the word: an article has another word there. */
function staysInCapitals(match: string, behind: string): boolean {
  if (/[\p{N}_]/u.test(match)) return true;
  if (match === "A") return !/^\s[\p{L}\p{N}\uE000-\uF8FF]/u.test(behind);
  const letters = match.replaceAll(/[^\p{L}]/gu, "");
  if (letters.length === 1) return true;
  return abbreviations.has(match) || (/^[A-Z]+$/.test(match) && !/[AEIOUY]/.test(match));
}

/** Abbreviations with a vowel that are no words. */
const abbreviations: ReadonlySet<string> = new Set(
  (
    "API ASCII BIOS CPU CUPS DNA EU EULA EXIF FAQ FAT GIF GNOME GNU GPU GUI HDMI IBAN ICC IDE IMAP IO IP IPA IRC " +
    "ISBN ISO ISSN JPEG JSON KDE LDAP LED MIDI MIME MTU NASA NATO NTFS OCR OK PIN PPPOE PUK QEMU RAID RAM RDP RGBA " +
    "ROM RSA SASL SATA SCSI SIM SIP SOAP SQL SQLITE SSID TCP TIFF TPM TV UEFI UI UK UN UNESCO UPNP URI URL USA USB " +
    "UTC UTF UUID VAT VGA VOIP WAV WEP WLAN WPA YAML"
  ).split(" "),
);
