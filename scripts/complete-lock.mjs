// Completes package-lock.json after "npm install" against a registry that does not hold every platform's binaries: npm then
// leaves those packages out of the lock, and "npm ci" refuses a lock that lacks what an optionalDependencies names. An entry
// with name, version and platform is all that npm needs to pass over it here and to fetch it elsewhere.
import { readFileSync, writeFileSync } from "node:fs";

const systems = {
  darwin: "darwin",
  linux: "linux",
  win32: "win32",
  android: "android",
  freebsd: "freebsd",
  openharmony: "openharmony",
  aix: "aix",
  sunos: "sunos",
  netbsd: "netbsd",
  openbsd: "openbsd",
};
const processors = ["arm64", "x64", "ia32", "arm", "ppc64", "riscv64", "s390x", "loong64", "mips64el"];

/** Operating system and processor from a package's name, such as "@duckdb/node-bindings-linux-arm64-musl". */
function platformOf(name) {
  const words = name.replace(/^@[^/]*\//, "").split(/[-.]/);
  const os = words.map((word) => systems[word]).find((word) => word !== undefined);
  const cpu =
    processors.find((each) => words.includes(each)) ?? (words.includes("wasm32") ? "wasm32" : undefined);
  return { ...(cpu === undefined ? {} : { cpu: [cpu] }), ...(os === undefined ? {} : { os: [os] }) };
}

const file = new URL("../package-lock.json", import.meta.url);
const lock = JSON.parse(readFileSync(file, "utf8"));
const added = [];
for (const [path, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const nested = `${path}/node_modules/${name}`;
    const top = `node_modules/${name}`;
    if (nested in lock.packages || top in lock.packages || !/^\d/.test(version)) continue;
    lock.packages[top] = {
      version,
      ...platformOf(name),
      ...(entry.dev ? { dev: true } : {}),
      optional: true,
    };
    added.push(`${name}@${version}`);
  }
}
const packages = Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1));
lock.packages = Object.fromEntries(packages);
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.error(added.length === 0 ? "The lock was complete." : `Added to the lock: ${added.join(", ")}`);
