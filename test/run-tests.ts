/**
 * All of `npm test`: the static checks, then every mocha suite, each in a process of its own. The last line is
 * `N passed, N failed, N skipped`; a skipped test is printed with its reason. `npm test -- unit docker` runs a part.
 */
import { spawnSync } from "node:child_process";
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SuiteStats } from "./support/reporter.ts";

interface Counts {
  passed: number;
  failed: number;
  skipped: string[];
}

const checks: Readonly<Record<string, readonly string[]>> = {
  typecheck: ["node_modules/typescript/bin/tsc"],
  lint: ["node_modules/eslint/bin/eslint.js", "."],
  format: ["node_modules/prettier/bin/prettier.cjs", "--check", "--log-level", "warn", "."],
  "import graph": [
    "node_modules/dependency-cruiser/bin/dependency-cruiser.mjs",
    "--config",
    ".dependency-cruiser.cjs",
    ...["notebook", "protocol", "kernel", "containers", "extension", "cli", "test", "scripts"],
  ],
  "unused code": ["node_modules/knip/bin/knip.js"],
};

const suites = ["unit", "integration", "docker", "vscode"];

/** Environment of suites: tests must not see the developer's colours or debug switches. */
const environment = { ...process.env, NO_COLOR: "1", PIPENB_DEBUG: "" };

function runChecks(counts: Counts): void {
  for (const [name, command] of Object.entries(checks)) {
    const started = Date.now();
    const done = spawnSync(process.execPath, [...command], { encoding: "utf8", env: environment });
    const passed = done.status === 0;
    console.log(`${passed ? "ok  " : "FAIL"} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
    if (passed) counts.passed += 1;
    else {
      counts.failed += 1;
      console.log(`${done.stdout}${done.stderr}`);
    }
  }
}

function runSuite(name: string, counts: Counts): void {
  const specs = globSync(`test/${name}/**/*.test.ts`).sort();
  if (specs.length === 0) return;
  const folder = mkdtempSync(join(tmpdir(), "pipenb-test-"));
  const statsFile = join(folder, "stats.json");
  console.log(`\n== ${name} ==`);
  const done = spawnSync(
    process.execPath,
    [
      "node_modules/mocha/bin/mocha.js",
      "--no-config",
      "--timeout",
      "30000",
      "--reporter",
      "test/support/reporter.ts",
      ...specs,
    ],
    { stdio: "inherit", env: { ...environment, PIPENB_TEST_STATS: statsFile } },
  );
  if (existsSync(statsFile)) {
    // SAFETY: written a moment ago by our own reporter.
    const stats = JSON.parse(readFileSync(statsFile, "utf8")) as SuiteStats;
    counts.passed += stats.passed;
    counts.failed += stats.failed;
    counts.skipped.push(...stats.skipped);
    if (done.status !== 0 && stats.failed === 0) counts.failed += 1;
  } else {
    console.log(`FAIL suite "${name}" ended before it reported (exit code ${String(done.status)})`);
    counts.failed += 1;
  }
  rmSync(folder, { recursive: true, force: true });
}

const asked = process.argv.slice(2);
const wanted = (name: string): boolean => asked.length === 0 || asked.includes(name);
const counts: Counts = { passed: 0, failed: 0, skipped: [] };
if (wanted("checks")) runChecks(counts);
for (const name of suites) if (wanted(name)) runSuite(name, counts);
if (counts.skipped.length > 0)
  console.log(`\nskipped:\n${counts.skipped.map((line) => `  ${line}`).join("\n")}`);
console.log(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped.length} skipped`);
process.exitCode = counts.failed > 0 ? 1 : 0;
