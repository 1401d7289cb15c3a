/** The pipelines that the real Airflow runs in tests: notebooks, their DAGs as a person changes them, and what they have written. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { goldenDags } from "./golden-dags.ts";

/** The secret that they read. */
export const word = "s3cr3t-w0rd-of-the-airflow-test";
export const zone = "Europe/Prague";

const notebook = (cron: string, timeout: string): string => `/* ---
pipenb: 1
schedule: { cron: "${cron}", timezone: ${zone}, start: 2022-01-01 }
image: { memory: 200m, cpus: 0.5 }
mounts: [ ./out:/data/out ]
secrets: [ word ]
timeout: ${timeout}
--- */

// %% [parameters]
/** Day to work on */
const day: IsoDate = "2022-01-01";
/** How it ends: an exit code, "75 once", "137 once", or "wait" */
const ends: string = "0";
const tags: string[] = ["a, b", "c"];

// %% name=work
import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { hostname } from "node:os";
mkdirSync("/data/out", { recursive: true });
const file = "/data/out/" + day;
const again = existsSync(file);
const note = (what: string) => appendFileSync(file, hostname() + " " + what + "\\n");
note("begins");
for (let turn = 0; turn < (ends === "wait" ? 3000 : 5); turn += 1) {
  await new Promise((go) => setTimeout(go, 200));
  note("works");
}
const [code, once] = ends.split(" ");
if (code !== "0" && !(once && again)) {
  if (code === "137") process.kill(process.pid, "SIGKILL");
  throw Object.assign(new Error("no luck"), { exitCode: Number(code) });
}
note("ends " + String(readFileSync("/run/secrets/word", "utf8").length) + " " + tags.join("|"));
`;

/** Also what they read, beside them. */
export async function writeNotebooks(folder: string): Promise<void> {
  await mkdir(join(folder, "secrets"));
  await writeFile(join(folder, "secrets", "word"), word);
  await writeFile(join(folder, "daily.pipenb"), notebook("0 3 * * *", "1h"));
  await writeFile(join(folder, "gap.pipenb"), notebook("30 2 * * *", "1m"));
  await writeFile(join(folder, "summary.pipenb"), notebook("0 5 * * *", "1h"));
}

/** As they were written but for waits, and copies that a person has changed. */
export async function putDags(staged: string, dags: string): Promise<void> {
  const put = async (name: string, of: string, ...changes: readonly (readonly [string, string])[]) => {
    let text = (await readFile(join(staged, `${of}.py`), "utf8"))
      .replaceAll(`"${of}"`, `"${name}"`)
      .replaceAll(`pipenb-${of}-`, `pipenb-${name}-`);
    for (const [from, to] of [
      ...changes,
      ["retry_delay=timedelta(seconds=10)", "retry_delay=timedelta(seconds=1)"],
      ["max_active_runs=1", "max_active_runs=4"],
    ] as const) {
      assert.ok(text.includes(from), from);
      text = text.replace(from, to);
    }
    await writeFile(join(dags, `${name}.py`), text);
  };
  const between = (from: string, to: string) =>
    [
      ["catchup=False", `catchup=True,\n    end_date=datetime(${to}, tzinfo=ZoneInfo(ZONE))`],
      ["datetime(2022, 1, 2,", `datetime(${from},`],
    ] as const;
  await put("daily", "daily");
  await put("summary", "summary");
  await put("spring", "daily", ...between("2026, 3, 28", "2026, 4, 1"));
  await put("gap", "gap", ...between("2026, 3, 28", "2026, 3, 31"));
  await put("autumn", "gap", ...between("2025, 10, 25", "2025, 10, 28"));
  await put("wrong", "daily", ['"--ends=', '"--no-such='], ["datetime(2022, 1, 2,", "datetime(2099, 1, 1,"]);
  await put(
    "slow",
    "daily",
    // Its container must have begun by then, on a busy machine too.
    ["timedelta(seconds=4215)", "timedelta(seconds=45)"],
    ["retries=2", "retries=0"],
    ["datetime(2022, 1, 2,", "datetime(2099, 1, 1,"],
  );
  for (const name of await readdir(goldenDags))
    await writeFile(
      join(dags, `golden-${name}`),
      (await readFile(join(goldenDags, name), "utf8")).replace("creation=False", "creation=True"),
    );
}

/** What the engine does with containers of DAGs from now on; afterwards it knows only the last few events of all. */
export class ContainerEvents {
  readonly #child = spawn(
    "docker",
    [
      ...["events", "--filter=type=container", "--filter=label=io.pipenb.airflow"],
      "--format={{.Actor.Attributes.name}} {{.Action}} {{.Actor.Attributes.signal}}",
    ],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  #printed = "";

  constructor() {
    this.#child.stdout.setEncoding("utf8").on("data", (text: string) => {
      this.#printed += text;
    });
  }

  /** `start`, `kill 15`, `die`, `destroy` of one, in their order. */
  of(container: string): readonly string[] {
    const lines = this.#printed.split("\n").filter((line) => line.startsWith(`${container} `));
    return lines.map((line) => line.slice(container.length + 1).replace(/ (?:<no value>)?$/, ""));
  }

  stop(): void {
    this.#child.kill();
  }
}

/** What the runs of each day have written, a line for each step. */
export class WrittenDays {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async lines(day: string): Promise<readonly string[]> {
    return (await readFile(join(this.#folder, day), "utf8")).trim().split("\n");
  }

  /** `begins, begins, ends` of a day that was tried twice. */
  async story(day: string): Promise<string> {
    return (await this.lines(day))
      .filter((line) => !line.endsWith("works"))
      .map((line) => line.split(" ")[1])
      .join(", ");
  }

  /** Fails where a container has worked on the day while another did. */
  async oneAfterTheOther(day: string): Promise<void> {
    const hosts = (await this.lines(day)).map((line) => line.split(" ")[0]);
    const turns = hosts.filter((host, index) => host !== hosts[index - 1]);
    assert.equal(new Set(turns).size, turns.length, `${day}: ${turns.join(" ")}`);
  }
}
