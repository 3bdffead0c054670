import { describe, expect, test } from "vitest";
import { findAddresses } from "../../../src/text/protect/address.ts";
import { describeSpans } from "./found.ts";

const find = (text: string) => describeSpans(text, findAddresses(text));

describe("findAddresses", () => {
  test.each<[string, string[]]>([
    ["See https://example.org/a?b=1#c.", ["https://example.org/a?b=1#c"]],
    ["(http://example.org/a_(b))", ["http://example.org/a_(b)"]],
    ["ftp://example.org, file:///etc/fstab!", ["ftp://example.org", "file:///etc/fstab"]],
    ["must begin with http://", ["http://"]],
    ["chrome://settings and about:config", ["chrome://settings", "about:config"]],
    ["die about:config-Seite", ["about:config"]],
    ["das ftp://-Schema", ["ftp://"]],
    ["mailto:me@example.org?subject=a", ["mailto:me@example.org?subject=a"]],
    [
      "www.example.org/x; example.org: www2.example.de",
      ["www.example.org/x", "example.org", "www2.example.de"],
    ],
    ["docs.example.co.uk", ["docs.example.co.uk"]],
    ["example.org:8080/a/b.", ["example.org:8080/a/b"]],
    ["Example.com-Konto", ["Example.com"]],
    ["<user@example.org>", ["user@example.org"]],
    ["a.b+c@mail.example.org.", ["a.b+c@mail.example.org"]],
    ["“https://example.org”", ["https://example.org"]],
    ["https://example.org/{id}/%s", ["https://example.org/{id}/%s"]],
    ["https://example.org/ä/日本", ["https://example.org/ä/日本"]],
    ["[x](https://example.org)...", ["https://example.org"]],
  ])("%j", (text, contents) => {
    expect(find(text)).toEqual(contents);
  });

  test.each([
    "",
    "e.g. this",
    "the end.The next",
    "z.B. i.e. etc.",
    "Node.js",
    "a@b",
    "@name",
    "me @ example",
    "10:30",
    "note: see",
    "1.2.3",
    "and/or",
    "about: the author",
    "fileXorg",
    "....com",
    "://",
  ])("none in %j", (text) => {
    expect(find(text)).toEqual([]);
  });
});
