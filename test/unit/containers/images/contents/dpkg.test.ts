import assert from "node:assert/strict";
import { parseDpkgStatus, parseOsRelease } from "../../../../../containers/images/contents/dpkg.ts";

describe("packages as dpkg notes them", () => {
  it("are those that are installed, with the source they were built from", () => {
    const text = `Package: libc6
Status: install ok installed
Architecture: amd64
Source: glibc
Version: 2.36-9+deb12u4
Description: GNU C Library
 Package: not-this
 .
 Version: 9

Package: gone
Status: deinstall ok config-files
Version: 1

Package: half
Status: install reinstreq half-installed
Version: 1

Package: libgcc-s1
Status: hold ok installed
Source: gcc-12 (12.2.0-14)
Version: 1:12.2.0-14
Architecture: amd64
`;
    assert.deepEqual(parseDpkgStatus(text), [
      {
        name: "libc6",
        version: "2.36-9+deb12u4",
        architecture: "amd64",
        source: { name: "glibc", version: "2.36-9+deb12u4" },
      },
      {
        name: "libgcc-s1",
        version: "1:12.2.0-14",
        architecture: "amd64",
        source: { name: "gcc-12", version: "12.2.0-14" },
      },
    ]);
  });

  it("are installed where nothing is said about it, as in images without dpkg itself", () => {
    assert.deepEqual(parseDpkgStatus("Package: tzdata\nVersion: 2024a-0\nArchitecture: all\n"), [
      { name: "tzdata", version: "2024a-0", architecture: "all" },
    ]);
    assert.deepEqual(parseDpkgStatus(""), []);
  });

  it("are of the distribution that os-release names", () => {
    const text = `PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nVERSION_ID="12"\nID=debian\n`;
    assert.deepEqual(parseOsRelease(text), { id: "debian", version: "12" });
    assert.deepEqual(parseOsRelease("ID=debian\n"), { id: "debian" });
    assert.equal(parseOsRelease("no such lines"), undefined);
  });
});
