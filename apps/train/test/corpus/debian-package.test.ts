import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  debianPackageName,
  downloadDebianPackages,
  extractDebianPackage,
} from "../../src/corpus/debian-package.ts";
import { setPath, standIn } from "../stand-in-program.ts";
import { isInstalled, scratchFolder } from "./scratch-folder.ts";

test("reads name and version from a file name", () => {
  expect(debianPackageName("/tmp/hen-data_4%3a7.4-1_all.deb")).toEqual({
    name: "hen-data",
    version: "4:7.4-1",
  });
});

describe("downloadDebianPackages", () => {
  test("runs apt-get download in the folder and finds the files by name", async () => {
    standIn("apt-get", 'shift 2; for name in "$@"; do : > "$name"_1.0_all.deb; done');
    const folder = scratchFolder();
    expect(await downloadDebianPackages(["hen", "hen-doc"], folder)).toEqual([
      join(folder, "hen_1.0_all.deb"),
      join(folder, "hen-doc_1.0_all.deb"),
    ]);
  });

  test("an unknown package ends in apt's words and what to do", async () => {
    standIn("apt-get", 'echo "E: Unable to locate package hen" >&2; exit 100');
    await expect(downloadDebianPackages(["hen"], scratchFolder())).rejects.toThrow(
      /exit code 100; .*apt-get update.*--deb FILE\n {2}E: Unable to locate package hen$/,
    );
  });

  test("a system without apt-get is told the alternative", async () => {
    const sh = execFileSync("sh", ["-c", "command -v sh"], { encoding: "utf8" }).trim();
    const bin = scratchFolder();
    execFileSync("ln", ["-s", sh, join(bin, "sh")]);
    setPath(bin);
    await expect(downloadDebianPackages(["hen"], scratchFolder())).rejects.toThrow(
      /^apt-get is not installed; download the packages by hand .*--deb FILE$/,
    );
  });
});

describe.runIf(isInstalled("dpkg-deb"))("extractDebianPackage", () => {
  test("extracts the files of a package", async () => {
    const folder = scratchFolder({
      "package/DEBIAN/control":
        "Package: hen\nVersion: 1\nArchitecture: all\nMaintainer: none <n@example.org>\nDescription: hen\n",
      "package/usr/share/hen.txt": "cluck",
    });
    execFileSync("dpkg-deb", ["-b", join(folder, "package"), join(folder, "hen.deb")]);
    await extractDebianPackage(join(folder, "hen.deb"), join(folder, "root"));
    expect(readFileSync(join(folder, "root/usr/share/hen.txt"), "utf8")).toBe("cluck");
  });

  test("refuses what is missing or no package", async () => {
    const folder = scratchFolder({ "a.deb": "no package" });
    await expect(extractDebianPackage(join(folder, "none.deb"), folder)).rejects.toThrow(
      /none\.deb: no such file$/,
    );
    await expect(extractDebianPackage(join(folder, "a.deb"), folder)).rejects.toThrow(
      /dpkg-deb failed .*expected a Debian package/,
    );
  });
});
