// What is shipped of TypeScript beside our programs (docs/decisions/0005-language-server.md):
//   typescript6/  version 6, one copy for the extension, the language worker and the JavaScript language server
//   typescript/   version 7's own language server, a program for one kind of machine
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { createReadStream, createWriteStream, existsSync } from "node:fs";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { createGunzip } from "node:zlib";
import { transformSync } from "esbuild";
import { extract } from "tar-stream";

const root = fileURLToPath(new URL("..", import.meta.url));
const packages = join(root, "node_modules");

/** VS Code's names of kinds of machines, and those of TypeScript's packages. Programs of "linux" need no C library. */
export const nativePackages = {
  "linux-x64": "linux-x64",
  "linux-arm64": "linux-arm64",
  "linux-armhf": "linux-arm",
  "alpine-x64": "linux-x64",
  "alpine-arm64": "linux-arm64",
  "darwin-x64": "darwin-x64",
  "darwin-arm64": "darwin-arm64",
  "win32-x64": "win32-x64",
  "win32-arm64": "win32-arm64",
};

/** Copies a package's files, its licence among them; `minify` takes the spaces out of programs. */
function copyFiles(from, into, files, minify = false) {
  for (const file of files) {
    const target = join(into, file);
    mkdirSync(dirname(target), { recursive: true });
    if (minify && /\.m?js$/.test(file)) {
      const options = { minifyWhitespace: true, minifySyntax: true, legalComments: "none" };
      writeFileSync(target, transformSync(readFileSync(join(from, file), "utf8"), options).code);
    } else cpSync(join(from, file), target);
  }
}

/** The declarations of the language and of what `lib` may name. All of them: a notebook's tsconfig.json may ask for any. */
function declarations(lib) {
  return readdirSync(lib).filter((name) => /^lib\..*\.d\.ts$|^lib\.d\.ts$/.test(name));
}

/** Puts version 6 and its language server into the folder of programs. */
export function copyTypescript6(programs, minify) {
  const from = join(packages, "typescript");
  const into = join(programs, "typescript6");
  rmSync(into, { recursive: true, force: true });
  const lib = ["typescript.js", "_tsserver.js", "tsserver.js", ...declarations(join(from, "lib"))];
  copyFiles(
    from,
    into,
    ["LICENSE.txt", "ThirdPartyNoticeText.txt", ...lib.map((name) => `lib/${name}`)],
    minify,
  );
  // The server reads the version, Node that these are no ES modules.
  const { name, version } = JSON.parse(readFileSync(join(from, "package.json"), "utf8"));
  writeFileSync(join(into, "package.json"), JSON.stringify({ name, version }));
  const server = join(packages, "typescript-language-server");
  copyFiles(server, join(into, "language-server"), ["LICENSE", "package.json", "lib/cli.mjs"], minify);
}

/** Puts version 7's program for a kind of machine (VS Code's name) into the folder of programs. */
export async function copyNative(programs, target) {
  const into = join(programs, "typescript");
  rmSync(into, { recursive: true, force: true });
  const from = await nativePackage(nativePackages[target]);
  const lib = readdirSync(join(from, "lib")).map((name) => `lib/${name}`);
  copyFiles(from, into, ["LICENSE", "NOTICE.txt", ...lib]);
}

/** The package's folder: an installed one, or fetched from the registry and checked against the lock. */
async function nativePackage(platform) {
  const name = `@typescript/typescript-${platform}`;
  const installed = join(packages, name);
  if (existsSync(installed)) return installed;
  const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
  const { version, integrity } = lock.packages[`node_modules/${name}`] ?? {};
  if (integrity === undefined)
    throw new Error(`package-lock.json has no checksum of ${name}: nothing can be fetched unchecked.`);
  const folder = join(root, ".cache", "typescript", `${platform}-${version}`);
  const ready = join(folder, "package", "package.json");
  if (existsSync(ready)) return dirname(ready);
  mkdirSync(folder, { recursive: true });
  const words = ["pack", `${name}@${version}`, "--pack-destination", folder, "--json"];
  const [{ filename }] = Object.values(
    JSON.parse(execFileSync("npm", words, { encoding: "utf8", shell: process.platform === "win32" })),
  );
  await unpack(join(folder, filename), integrity, folder);
  return dirname(ready);
}

async function unpack(archive, integrity, folder) {
  const [algorithm, expected] = integrity.split(/-(.*)/s);
  const hash = createHash(algorithm).update(readFileSync(archive)).digest("base64");
  if (hash !== expected) throw new Error(`${archive} is not what package-lock.json says it is.`);
  const unpacked = extract();
  const done = pipeline(createReadStream(archive), createGunzip(), unpacked);
  for await (const entry of unpacked) {
    const target = join(folder, entry.header.name);
    if (entry.header.type !== "file" || !target.startsWith(folder)) {
      entry.resume();
      continue;
    }
    mkdirSync(dirname(target), { recursive: true });
    const file = createWriteStream(target, { mode: entry.header.mode });
    entry.pipe(file);
    await once(file, "close");
  }
  await done;
  rmSync(archive);
}
