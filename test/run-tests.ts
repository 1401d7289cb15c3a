/**
 * All of `npm test`: the static checks, then every mocha suite, each in a process of its own. The last line is
 * `N passed, N failed, N skipped`; a skipped test is printed with its reason. `npm test -- unit docker` runs a part.
 */
import { spawn } from "node:child_process";
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { leastCovered } from "./pure-parts.ts";
import { coverageOfPureParts } from "./support/coverage-of-pure-parts.ts";
import type { SuiteStats } from "./support/reporter.ts";

interface Counts {
  passed: number;
  failed: number;
  failures: string[];
  skipped: string[];
}

const noCounts = (): Counts => ({ passed: 0, failed: 0, failures: [], skipped: [] });

const checks: Readonly<Record<string, readonly string[]>> = {
  typecheck: ["scripts/typecheck.mjs"],
  lint: ["node_modules/eslint/bin/eslint.js", "."],
  format: ["node_modules/prettier/bin/prettier.cjs", "--check", "--log-level", "warn", "."],
  "import graph": [
    "node_modules/dependency-cruiser/bin/dependency-cruiser.mjs",
    "--config",
    ".dependency-cruiser.cjs",
    ...[
      "notebook",
      "modules",
      "language",
      "protocol",
      "dataframes",
      "display",
      "kernel",
      "containers",
      "pipeline",
      "backfill",
      "deploy",
      "app",
      "jupyter",
      "extension",
      "cli",
      "test",
      "scripts",
    ],
  ],
  "unused code": ["node_modules/knip/bin/knip.js"],
};

const suites = ["unit", "contracts", "integration"];
/** Unit tests of properties, which `contracts` tries five times as often with other values. */
const properties = [
  "test/unit/language/module/segment-map.test.ts",
  "test/unit/notebook/format/round-trip.test.ts",
  "test/unit/notebook/ipynb/round-trip.test.ts",
];
/**
 * Beside all of these, as they mostly wait: for the engine, for clusters and orchestrators, their clocks and what ends there, for the editor.
 * Each file is a process of its own.
 */
const beside = ["docker", "engines", "orchestrators", "vscode"];
/** Minutes that such a file may take: what hangs is ended and named. */
const fileLimit = 45;

/** Environment of suites: tests must not see the developer's colours or debug switches, and npm asks again soon where a registry does not answer. */
const environment: NodeJS.ProcessEnv = {
  ...process.env,
  NO_COLOR: "1",
  PIPENB_DEBUG: "",
  npm_config_fetch_timeout: "30000",
  npm_config_fetch_retries: "5",
  npm_config_fetch_retry_mintimeout: "1000",
};

interface Ended {
  readonly status: number | null;
  readonly output: string;
}

interface How {
  readonly env?: NodeJS.ProcessEnv;
  readonly show?: boolean;
  /** Milliseconds; without a limit where undefined. */
  readonly timeout?: number | undefined;
}

/** Runs Node; gives what it printed, unless that is shown at once. */
function runNode(
  args: readonly string[],
  { env = environment, show = false, timeout }: How = {},
): Promise<Ended> {
  const child = spawn(process.execPath, args, {
    env,
    timeout,
    killSignal: "SIGKILL",
    stdio: show ? "inherit" : ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding("utf8").on("data", (text: string) => (output += text));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (status) => {
      resolve({ status, output });
    });
  });
}

async function runChecks(counts: Counts): Promise<void> {
  for (const [name, command] of Object.entries(checks)) {
    const started = Date.now();
    const { status, output } = await runNode(command);
    const passed = status === 0;
    console.log(`${passed ? "ok  " : "FAIL"} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
    if (passed) counts.passed += 1;
    else {
      counts.failed += 1;
      counts.failures.push(`${name}\n${output}`);
      console.log(output);
    }
  }
}

/** Its first lines, indented. */
function beginningOf(failure: string): string {
  return failure
    .split("\n")
    .slice(0, 15)
    .map((line) => `  ${line}\n`)
    .join("");
}

const lastLines = (output: string): string => output.split("\n").slice(-12).join("\n");

const specsOf = (name: string): string[] => globSync(`test/${name}/**/*.test.ts`).sort();
/** Long ones that may run beside any other: who has done its own files takes one of them. */
const isLate = (spec: string): boolean =>
  spec === "test/docker/verify.test.ts" || spec.startsWith("test/vscode/language/");

/** Gives what is still to be printed. */
async function runSuite(
  name: string,
  counts: Counts,
  {
    show,
    specs = specsOf(name),
    timeout,
  }: { readonly show: boolean; readonly specs?: string[]; readonly timeout?: number },
): Promise<string> {
  if (name === "contracts") specs.push(...properties);
  if (specs.length === 0) return "";
  const folder = mkdtempSync(join(tmpdir(), "pipenb-test-"));
  const statsFile = join(folder, "stats.json");
  const covering = name === "unit" ? { NODE_V8_COVERAGE: join(folder, "v8") } : {};
  const often = name === "contracts" ? { PIPENB_PROPERTY_FACTOR: "5" } : {};
  const { status, output } = await runNode(
    [
      "node_modules/mocha/bin/mocha.js",
      "--no-config",
      "--timeout",
      "300000",
      "--reporter",
      "test/support/reporter.ts",
      ...specs,
    ],
    { env: { ...environment, PIPENB_TEST_STATS: statsFile, ...covering, ...often }, show, timeout },
  );
  let problem = "";
  if (existsSync(statsFile)) {
    // SAFETY: written a moment ago by our own reporter.
    const stats = JSON.parse(readFileSync(statsFile, "utf8")) as SuiteStats;
    counts.passed += stats.passed;
    counts.failed += stats.failed;
    counts.failures.push(...stats.failures.map((failure) => `${name}: ${failure}`));
    counts.skipped.push(...stats.skipped);
    if (status !== 0 && stats.failed === 0) {
      counts.failed += 1;
      counts.failures.push(
        `${name}: ended with code ${String(status)} after its tests\n${lastLines(output)}`,
      );
    }
  } else {
    problem = `FAIL suite "${name}" ended before it reported (exit code ${String(status)}): ${specs.length === 1 ? specs.join() : ""}\n`;
    counts.failed += 1;
    counts.failures.push(`${problem}${lastLines(output)}`);
  }
  if (covering.NODE_V8_COVERAGE !== undefined) await countCoverage(covering.NODE_V8_COVERAGE, counts);
  rmSync(folder, { recursive: true, force: true });
  return show ? problem : `${output}${problem}`;
}

/** Packs the extension once for all files of tests, which else each do it; gives what takes it away again. Where it fails, they say why. */
async function packExtension(): Promise<() => void> {
  if (environment["PIPENB_VSIX"] !== undefined) return () => undefined;
  const folder = mkdtempSync(join(tmpdir(), "pipenb-test-vsix-"));
  const file = join(folder, "pipenb.vsix");
  if ((await runNode(["scripts/package.mjs", "--out", file])).status === 0) environment["PIPENB_VSIX"] = file;
  return () => {
    rmSync(folder, { recursive: true, force: true });
  };
}

/** Each file in a process of its own, which is ended when it hangs; says how long each took. Gives what is still to be printed. */
async function runFiles(
  name: string,
  counts: Counts,
  { show, specs }: { readonly show: boolean; readonly specs: readonly string[] },
): Promise<string> {
  let output = "";
  const header = `\n== ${name} ==`;
  if (show) console.log(header);
  const left = [...specs];
  const next = (): string | undefined => left.shift() ?? late.shift();
  for (let spec = next(); spec !== undefined; spec = next()) {
    const started = Date.now();
    const own = noCounts();
    output += await runSuite(spec.split("/", 2).join("/").slice("test/".length), own, {
      show,
      specs: [spec],
      timeout: fileLimit * 60_000,
    });
    console.log(
      `${own.failed === 0 ? "ok  " : "FAIL"} ${spec} (${((Date.now() - started) / 1000).toFixed(0)} s)`,
    );
    if (own.failed > 0) console.log(own.failures.map(beginningOf).join("\n"));
    counts.passed += own.passed;
    counts.failed += own.failed;
    counts.failures.push(...own.failures);
    counts.skipped.push(...own.skipped);
  }
  return show || output === "" ? output : `${header}\n${output}`;
}

/** A check as the others are: the pure parts' lines that ran, and whether they are enough. */
async function countCoverage(v8Folder: string, counts: Counts): Promise<void> {
  const { table, isEnough } = await coverageOfPureParts(process.cwd(), v8Folder);
  counts[isEnough ? "passed" : "failed"] += 1;
  if (!isEnough) counts.failures.push("lines of the pure parts that ran");
  console.log(
    `${isEnough ? "ok  " : "FAIL"} lines of the pure parts (test/pure-parts.ts) that ran, at least ${100 * leastCovered} % together\n${table}`,
  );
}

const asked = process.argv.slice(2);
const wanted = (name: string): boolean => asked.length === 0 || asked.includes(name);
const counts = noCounts();
const alone = asked.length === 1;
const unpackExtension = wanted("vscode") ? await packExtension() : undefined;
const late = beside.filter(wanted).flatMap(specsOf).filter(isLate);
const specsOfLane = (name: string): readonly string[] => specsOf(name).filter((spec) => !isLate(spec));
const running = beside
  .filter(wanted)
  .map((name) => runFiles(name, counts, { show: alone, specs: specsOfLane(name) }));
if (wanted("checks")) await runChecks(counts);
for (const name of suites.filter(wanted)) {
  console.log(`\n== ${name} == (${(performance.now() / 1000).toFixed(0)} s)`);
  process.stdout.write(await runSuite(name, counts, { show: true }));
}
running.push(runFiles("late", counts, { show: alone && late.length > 0, specs: [] }));
for (const files of running) process.stdout.write(await files);
unpackExtension?.();
if (counts.failures.length > 0) {
  // Once more, short, and then their names: of a long log people see the end.
  console.log(`\nfailed:\n${counts.failures.map(beginningOf).join("\n")}`);
  console.log(counts.failures.map((failure) => `FAIL ${failure.split("\n", 1).join("")}`).join("\n"));
}
if (counts.skipped.length > 0)
  console.log(`\nskipped:\n${counts.skipped.map((line) => `  ${line}`).join("\n")}`);
console.log(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped.length} skipped`);
process.exitCode = counts.failed > 0 ? 1 : 0;
