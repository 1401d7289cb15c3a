/** What is deployed in the files of test/golden/airflow: samples with a schedule, and one pipeline for each kind of schedule. */
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { podOf } from "../../app/backfill/kubernetes-engine.ts";
import { unitWords } from "../../app/backfill/unit-words.ts";
import { openingText } from "../../app/notebook/opening-text.ts";
import type { Volume } from "../../backfill/kubernetes/volumes.ts";
import type { AirflowPod } from "../../deploy/airflow/pod-operator.ts";
import type { Deployment } from "../../deploy/target.ts";
import { parseNotebook } from "../../notebook/format/parse.ts";
import { readParameters } from "../../notebook/parameters/read-parameters.ts";
import { unitDueAt } from "../../notebook/units/due-unit.ts";
import { contractOf } from "../../pipeline/contract-labels.ts";
import { root } from "./command-line.ts";

/** Where they lie. */
export const goldenDags = join(root, "test/golden/airflow");

const image = "sha256:4b1c0de5a2f3";
const given: Omit<
  Deployment,
  "name" | "source" | "title" | "text" | "schedule" | "parameters" | "unit" | "values"
> = {
  by: "ada@here",
  image,
  reference: `registry.example.com/team/pipeline@${image}`,
  args: [],
  after: [],
  pool: undefined,
  network: undefined,
  retries: 2,
  timeout: undefined,
  mounts: [],
  user: undefined,
  limits: {},
};

function ofNotebook(name: string, text: string): Deployment | undefined {
  const { notebook, problems } = parseNotebook(text);
  assert.deepEqual(problems, []);
  const { frontMatter } = notebook;
  const cell = notebook.cells.find(({ kind }) => kind === "parameters");
  const contract = contractOf(frontMatter, cell === undefined ? [] : readParameters(cell).parameters);
  const { schedule, unit, parameters, retries = 2, timeout } = contract;
  if (schedule === undefined || unit === undefined) return undefined;
  const units = [unitDueAt(schedule.unit, schedule.timezone, new Date(0))];
  const words = unitWords(parameters, unit, { units, words: [], secrets: frontMatter.secrets });
  assert.ok(words.kind === "words");
  return {
    ...given,
    name,
    source: `${name}.pipenb`,
    title: frontMatter.title ?? name,
    text: openingText(notebook),
    schedule,
    parameters,
    unit,
    values: words.parameters,
    args: words.argsOfAny,
    retries,
    timeout,
    mounts: frontMatter.secrets.map((secret) => ({
      kind: "bind",
      source: `/home/ada/secrets/${secret}`,
      target: `/run/secrets/${secret}`,
      readOnly: true,
    })),
  };
}

const everything = `/* ---
pipenb: 1
title: 'All there is: "quotes", \\ and {{ braces }}'
schedule: { cron: "30 6 * * *", timezone: Europe/Prague, start: 2022-01-01 }
retries: 3
timeout: 2h
secrets: [token]
--- */

// %% [markdown]
// # A heading
//
// A \`"""text"""\` of \\u0041 lines.  
//	With a tab.

// %% [parameters]
/** Country filter */
const country: "CZ" | "DE" = "CZ";
/** Day to process: all of it. */
const day: IsoDate = "2022-02-05";
const levels: (1 | 2)[] = [1, 2];
const tags: string[] = ["a, b", "c"];
const note: string = "";
const folder: Path = "data/it's";
const limit: number = 0.25;
const dryRun: boolean = false;
const token: string = "";
`;

const simple = (unit: string, cron: string, timezone: string): string =>
  `/* ---\npipenb: 1\nschedule: { cron: "${cron}", timezone: ${timezone}, unit: ${unit} }\n--- */\n\n// %% [parameters]\nconst unit: ${unit.endsWith("day") ? "IsoDate" : "string"} = "2022-02-05";\n`;

/** All of them, by the names of their files. */
export function goldenDeployments(): ReadonlyMap<string, Deployment> {
  const samples = globSync(join(root, "samples/*.pipenb")).map((file) =>
    ofNotebook(basename(file, ".pipenb"), readFileSync(file, "utf8")),
  );
  const whole = required(ofNotebook("everything", everything));
  const all = [
    ...samples.filter((each) => each !== undefined),
    {
      ...whole,
      values: { ...whole.values, country: "DE" },
      mounts: [
        { kind: "bind", source: "/srv/{{ all }}/output", target: "/data/output", readOnly: false },
        { kind: "volume", source: "cache", target: "/data/cache", readOnly: true },
        { kind: "bind", source: "/srv/secrets/db.sh", target: "/run/secrets/db", readOnly: true },
      ] as const,
      user: "1000:1000",
      limits: { memory: 536_870_912, cpus: 0.5 },
      pool: "small",
      network: "orders",
    },
    { ...required(ofNotebook("local", simple("same-day", "0 0 * * *", "UTC"))), reference: undefined },
    required(ofNotebook("workdays", simple("previous-day", "0 3 * * MON-FRI", "Europe/Prague"))),
    required(ofNotebook("left-out", simple("previous-day", "30 2 * * *", "Europe/Prague"))),
    required(ofNotebook("hourly", simple("previous-hour", "5 * * * *", "America/New_York"))),
    {
      ...required(ofNotebook("pods", everything)),
      mounts: [
        { kind: "bind", source: "/srv/secrets/token", target: "/run/secrets/token", readOnly: true },
      ] as const,
      limits: { memory: 536_870_912, cpus: 0.5 },
    },
    required(ofNotebook("pods-hourly", simple("previous-hour", "5 * * * *", "UTC"))),
    required(ofNotebook("monthly", simple("previous-month", "0 4 1 * *", "UTC"))),
    {
      ...required(ofNotebook("report", simple("same-day", "0 0 * * *", "UTC"))),
      after: ["weather", "orders"],
    },
  ];
  return new Map(all.map((each) => [`${each.name}.py`, each]));
}

const volumes: readonly Volume[] = [
  { source: "orders-data", isClaim: true, target: "/app/work/data/output", readOnly: false },
];

/** What runs of the deployment are, where they are pods. */
export function goldenPod(deployment: Deployment): AirflowPod | undefined {
  const { name, args: argsOfAny, ...rest } = deployment;
  if (!name.startsWith("pods")) return undefined;
  return { pod: podOf({ ...rest, argsOfAny, volumes }).pod, secretName: `${name}-airflow` };
}

function required(deployment: Deployment | undefined): Deployment {
  return deployment ?? assert.fail("it has a schedule");
}
