// Packs the extension as a VSIX: the programs are built anew (without the spaces), what .vscodeignore lets in is put beside
// them with a manifest free of what only the checkout needs, and vsce packs that. It is for this kind of machine, with
// TypeScript 7's program in it; `--target linux-arm64` (VS Code's names) packs it for another kind, `--target universal` for
// every kind, with TypeScript 6 alone. `--out FILE` names another file.
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
const largest = { universal: 5_000_000, native: 16_000_000 };

/** Of package.json these are the checkout's own; everything is bundled, so nothing is left to install. */
const ofCheckoutOnly = ["private", "bin", "files", "scripts", "overrides", "dependencies", "devDependencies"];

/** The paths that .vscodeignore lets in, by its lines that begin with "!"; below dist/ they are programs to build. */
const wanted = readFileSync(join(root, ".vscodeignore"), "utf8")
  .split("\n")
  .filter((line) => line.startsWith("!"))
  .map((line) => line.slice(1).replace(/\/\*\*$/, ""));
const copied = wanted.filter((path) => !path.startsWith("dist/") && existsSync(join(root, path)));

function stage(folder) {
  const { status } = spawnSync(
    process.execPath,
    [
      join(root, "scripts", "build.mjs"),
      "--into",
      folder,
      "--minify",
      "kernel",
      "runner",
      "extension",
      "language",
      "renderer",
    ],
    { stdio: "inherit" },
  );
  if (status !== 0) throw new Error("The programs could not be built (see above).");
  for (const path of copied) cpSync(join(root, path), join(folder, path), { recursive: true });
  cpSync(join(root, ".vscodeignore"), join(folder, ".vscodeignore"));
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  for (const key of ofCheckoutOnly) delete manifest[key];
  manifest.engines = { vscode: manifest.engines.vscode };
  writeFileSync(join(folder, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  return manifest;
}

/** VS Code's name of this machine's kind. */
function ownTarget() {
  const system = existsSync("/etc/alpine-release") ? "alpine" : process.platform;
  const processor = process.arch === "arm" ? "armhf" : process.arch;
  const target = `${system}-${processor}`;
  return target in nativePackages ? target : "universal";
}

async function pack(folder, { out, target: kind = ownTarget() }) {
  const native = kind !== "universal";
  if (native && !(kind in nativePackages))
    throw new Error(
      `Targets are ${Object.keys(nativePackages).join(", ")} and universal; "${kind}" is none.`,
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
  const { size } = statSync(packed);
  const most = native ? largest.native : largest.universal;
  if (size > most) throw new Error(`The VSIX has ${size} bytes; ${most} is the most it may have.`);
  mkdirSync(dirname(target), { recursive: true });
  renameSync(packed, target);
  console.log(`${target} (${(size / 1e6).toFixed(2)} MB)`);
}

const { values } = parseArgs({ options: { out: { type: "string" }, target: { type: "string" } } });
mkdirSync(join(root, ".cache"), { recursive: true });
const folder = mkdtempSync(join(root, ".cache", "vsix-"));
try {
  await pack(folder, values);
} catch (problem) {
  console.error(`package: ${problem.message}`);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
