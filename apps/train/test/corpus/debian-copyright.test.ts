import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { debianLicence } from "../../src/corpus/debian-copyright.ts";
import { scratchFolder } from "./scratch-folder.ts";

const dep5 = `Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/

Files: *
Copyright: 2020 A Farmer
License: GPL-2+

Files: barn/*
Copyright: 2021 A Farmer
License: GPL-2+ or MIT

License: GPL-2+
 License: this line is text of the licence.
`;
const at = "usr/share/doc/hen/copyright";

test("names each licence of a machine-readable file once, in its order", async () => {
  expect(await debianLicence(scratchFolder({ [at]: dep5 }), "hen")).toBe("GPL-2+, GPL-2+ or MIT");
});

test("refers to the file where it says nothing, is not there, or is elsewhere", async () => {
  const see = "see copyright file of hen";
  expect(await debianLicence(scratchFolder({ [at]: "License: mine\n" }), "hen")).toBe(see);
  expect(await debianLicence(scratchFolder(), "hen")).toBe(see);
  const [root, elsewhere] = [scratchFolder(), scratchFolder({ copyright: dep5 })];
  mkdirSync(join(root, "usr/share/doc"), { recursive: true });
  symlinkSync(elsewhere, join(root, "usr/share/doc/hen"));
  expect(await debianLicence(root, "hen")).toBe(see);
});
