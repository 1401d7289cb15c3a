/**
 * The program that fills a kernel volume. It runs in the image Node is taken from, with the volume at /opt/pipenb and the
 * kernel's files at /pipenb-seed/kernel. Every file gets its name only when it is whole, so several may run at once.
 * Beside `bin/node` comes `lib/` with the loader and libraries it needs, for images that lack them:
 * `lib/loader --library-path /opt/pipenb/lib /opt/pipenb/bin/node …` runs in any image, even an empty one.
 */
export const fillScript = `
const fs = require("node:fs");
const path = require("node:path");
const { randomBytes } = require("node:crypto");

const seed = "/pipenb-seed/kernel";
const volume = "/opt/pipenb";

function place(from, to, mode) {
  const target = path.join(volume, to);
  const temporary = target + "." + randomBytes(6).toString("hex");
  fs.mkdirSync(path.dirname(target), { recursive: true, mode: 0o755 });
  fs.copyFileSync(from, temporary);
  fs.chmodSync(temporary, mode);
  fs.renameSync(temporary, target);
}

place(process.execPath, "bin/node", 0o755);
const report = process.report.getReport();
const libraries = (typeof report === "string" ? JSON.parse(report) : report).sharedObjects;
for (const library of libraries) {
  if (!library.startsWith("/") || !/\\.so/.test(library)) continue;
  const name = path.basename(library);
  place(fs.realpathSync(library), path.join("lib", name), 0o755);
  if (/^ld-/.test(name)) place(fs.realpathSync(library), "lib/loader", 0o755);
}
for (const entry of fs.readdirSync(seed, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile()) continue;
  const file = path.join(entry.parentPath, entry.name);
  place(file, path.join("kernel", path.relative(seed, file)), 0o644);
}
`;
