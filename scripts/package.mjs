// Packs what is delivered: the programs are built anew (without the spaces), and put beside a manifest free of what only the
// checkout needs. The extension is a VSIX for this kind of machine, with what .vscodeignore lets in and TypeScript 7's
// program; `--target linux-arm64` (VS Code's names) packs it for another kind, `--target universal` for every kind, with
// TypeScript 6 alone. `--target npm` packs the command line as an npm package. `--out FILE` names another file.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { createVSIX } from "@vscode/vsce";
import { copyNative, nativePackages } from "./typescript-files.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
/** In bytes; most of the larger one is TypeScript's program. */
const largest = { universal: 7_000_000, native: 16_000_000, npm: 6_000_000 };

/** Of package.json these are the checkout's own; everything is bundled, so nothing is left to install. */
const ofCheckoutOnly = ["private", "scripts", "overrides", "dependencies", "devDependencies"];
const ofNpmOnly = ["bin", "files"];
const ofExtensionOnly = [
  "displayName",
  "publisher",
  "main",
  "extensionKind",
  "activationEvents",
  "contributes",
  "capabilities",
  "categories",
  "icon",
];

/** The paths that .vscodeignore lets in, by its lines that begin with "!"; below dist/ they are programs to build. */
const wanted = readFileSync(join(root, ".vscodeignore"), "utf8")
  .split("\n")
  .filter((line) => line.startsWith("!"))
  .map((line) => line.slice(1).replace(/\/\*\*$/, ""));
const copied = wanted.filter((path) => !path.startsWith("dist/") && existsSync(join(root, path)));

/** The programs of each, besides what they share. */
const programs = {
  extension: ["kernel", "runner", "report", "proof", "extension", "language", "renderer"],
  npm: ["kernel", "runner", "report", "proof", "cli"],
};

function build(folder, names) {
  const words = [join(root, "scripts", "build.mjs"), "--into", folder, "--minify", ...names];
  if (spawnSync(process.execPath, words, { stdio: "inherit" }).status !== 0)
    throw new Error("The programs could not be built (see above).");
}

/** The checkout's manifest without some of its fields. */
function manifestWithout(fields) {
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  for (const key of fields) delete manifest[key];
  return manifest;
}

function writeManifest(folder, manifest) {
  writeFileSync(join(folder, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** The size of a file, if it is not more than it may be. */
function checkedSize(file, most) {
  const { size } = statSync(file);
  if (size > most) throw new Error(`The package has ${size} bytes; ${most} is the most it may have.`);
  return `${(size / 1e6).toFixed(2)} MB`;
}

/** Nothing is left for npm to install: every package is in the programs. */
function packNpm(folder, { out }) {
  build(folder, programs.npm);
  // The command line asks TypeScript's own functions, no server.
  for (const part of ["language-server", "lib/_tsserver.js", "lib/tsserver.js"])
    rmSync(join(folder, "dist", "typescript6", part), { recursive: true });
  for (const path of ["bin", "README.md", "LICENSE", "CHANGELOG.md"])
    cpSync(join(root, path), join(folder, path), { recursive: true });
  const manifest = manifestWithout([...ofCheckoutOnly, ...ofExtensionOnly]);
  manifest.engines = { node: manifest.engines.node };
  writeManifest(folder, manifest);
  const { status, stdout } = spawnSync("npm", ["pack", "--json", "--silent"], {
    cwd: folder,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
    shell: process.platform === "win32",
  });
  if (status !== 0) throw new Error("npm pack failed (see above).");
  const [{ filename }] = Object.values(JSON.parse(stdout));
  const size = checkedSize(join(folder, filename), largest.npm);
  const target = resolve(out ?? join(root, filename));
  mkdirSync(dirname(target), { recursive: true });
  renameSync(join(folder, filename), target);
  console.log(`${target} (${size})`);
}

function stage(folder) {
  build(folder, programs.extension);
  for (const path of copied) cpSync(join(root, path), join(folder, path), { recursive: true });
  cpSync(join(root, ".vscodeignore"), join(folder, ".vscodeignore"));
  const manifest = manifestWithout([...ofCheckoutOnly, ...ofNpmOnly]);
  manifest.engines = { vscode: manifest.engines.vscode };
  writeManifest(folder, manifest);
  return manifest;
}

/** VS Code's name of this machine's kind. */
function ownTarget() {
  const system = existsSync("/etc/alpine-release") ? "alpine" : process.platform;
  const processor = process.arch === "arm" ? "armhf" : process.arch;
  const target = `${system}-${processor}`;
  return target in nativePackages ? target : "universal";
}

async function packExtension(folder, { out, target: kind = ownTarget() }) {
  const native = kind !== "universal";
  if (native && !(kind in nativePackages))
    throw new Error(
      `Targets are ${Object.keys(nativePackages).join(", ")}, universal and npm; "${kind}" is none.`,
    );
  const manifest = stage(folder);
  if (native) await copyNative(join(folder, "dist"), kind);
  const name = [manifest.name, ...(native ? [kind] : []), manifest.version].join("-");
  const target = resolve(out ?? join(root, `${name}.vsix`));
  const packed = join(folder, "packed.vsix");
  await createVSIX({
    cwd: folder,
    packagePath: packed,
    dependencies: false,
    allowMissingRepository: true,
    rewriteRelativeLinks: false,
    ...(native ? { target: kind } : {}),
  });
  const size = checkedSize(packed, native ? largest.native : largest.universal);
  mkdirSync(dirname(target), { recursive: true });
  renameSync(packed, target);
  console.log(`${target} (${size})`);
}

const { values } = parseArgs({ options: { out: { type: "string" }, target: { type: "string" } } });
mkdirSync(join(root, ".cache"), { recursive: true });
const folder = mkdtempSync(join(root, ".cache", "package-"));
try {
  if (values.target === "npm") packNpm(folder, values);
  else await packExtension(folder, values);
} catch (problem) {
  console.error(`package: ${problem.message}`);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
