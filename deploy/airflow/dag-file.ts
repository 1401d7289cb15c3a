/** One DAG of Airflow as a file that a person would keep. Pure. */
import { scheduledKind } from "../../notebook/units/due-unit.ts";
import type { Deployment } from "../target.ts";
import { isPartitioned, offsets, startDate, timetable, unitFunction } from "./clock.ts";
import { dockerTask } from "./docker-operator.ts";
import { form } from "./form.ts";
import { podTask, type AirflowPod } from "./pod-operator.ts";
import { call, dict, docstring, list, quoted, statement, type Expression } from "../python-text.ts";
import { sealed } from "./seal.ts";
import type { TaskText } from "./task-text.ts";

/** The name that an image has where no registry has it: that of its content, which nobody moves. */
export function localName({ name, image }: Pick<Deployment, "name" | "image">): string {
  return `pipenb-deployed/${name}:${image.replace("sha256:", "").slice(0, 12)}`;
}

/** The whole file; its runs are pods where it is said what those are, else containers of Docker. */
export function dagFile(deployment: Deployment, pod?: AirflowPod): string {
  const { name, schedule, unit, reference } = deployment;
  const task = pod === undefined ? dockerTask(deployment) : podTask(deployment, pod);
  const parts = [
    docstring(about(deployment, task)),
    `from __future__ import annotations\n\n${imports(deployment, task)}`,
    [
      `IMAGE = ${quoted(reference ?? localName(deployment))}`,
      `ZONE = ${quoted(schedule.timezone)}`,
      `ASSET = Asset(${quoted(name)})`,
    ].join("\n"),
  ];
  const blocks = [
    unitFunction(schedule, unit.parameter.name).trimEnd(),
    task.operator.trimEnd(),
    [statement("with ", dag(deployment), { after: ":" }), statement("", task.task, { indent: 4 })].join("\n"),
  ];
  return sealed(`${[parts.join("\n\n"), ...blocks].join("\n\n\n")}\n`, deployment);
}

function dag(deployment: Deployment): Expression {
  const { name, title, schedule, after } = deployment;
  const kind = scheduledKind(schedule);
  return call("DAG", [], {
    dag_id: quoted(name),
    description: quoted(title),
    doc_md: "__doc__",
    schedule: after.length === 0 ? timetable(schedule).value : afterAssets(after),
    start_date: after.length === 0 ? startDate(schedule) : undefined,
    catchup: "False",
    max_active_runs: "1",
    is_paused_upon_creation: "False",
    params: form(deployment),
    user_defined_macros: dict([[kind, kind]]),
    tags: list([quoted("pipenb")]),
  });
}

/** For each unit that all of them have done. */
function afterAssets(after: readonly string[]): Expression {
  const assets = after.map((name) => `Asset(${quoted(name)})`).join(" & ");
  return call("PartitionedAssetTimetable", [], { assets });
}

/** What people read in the file and in Airflow. */
function about(
  { name, title, text, source, schedule, unit, after }: Deployment,
  { provider, notes }: TaskText,
): string {
  const kind = scheduledKind(schedule);
  const [from, to] = {
    day: ["2022-02-01", "2022-02-28"],
    hour: ["2022-02-01", "2022-02-02"],
    month: ["2022-02-01", "2022-12-31"],
  }[kind];
  const example = { day: "2022-02-05", hour: "2022-02-05T07", month: "2022-02" }[kind];
  const conf = JSON.stringify({ [unit.parameter.name]: example });
  const isByKey = after.length > 0 || isPartitioned(schedule);
  const when =
    after.length > 0
      ? `After ${after.map((each) => `\`${each}\``).join(" and ")}, for the same ${kind}, which is the run's partition.`
      : `At \`${schedule.cron.trim()}\` (${schedule.timezone}) a run works on ${offsets[schedule.unit]}${isByKey ? ", which is its partition" : ""}.`;
  return [
    title,
    ...(text === "" ? [] : ["", text]),
    "",
    "## Runs",
    "",
    `- ${when}`,
    `- One ${kind} by hand: *Trigger*, with \`${unit.parameter.name}\` filled in, or \`airflow dags trigger ${name} --conf '${conf}'\``,
    ...(after.length > 0
      ? []
      : [
          `- Many, ${isByKey ? "both ends included" : "by the times at which their runs would have been due"}:`,
          `  \`airflow backfill create --dag-id ${name} --from-date ${from} --to-date ${to}T23:59:59 --max-active-runs 2\``,
        ]),
    "",
    `Written by pipenb, of ${source}, to be kept and changed. It needs Airflow 3.3 or later with ${provider}.`,
    ...notes,
  ].join("\n");
}

function imports({ schedule, after }: Deployment, { imports: own }: TaskText): string {
  const scheduled = after.length === 0 ? timetable(schedule).name : "PartitionedAssetTimetable";
  const all: Readonly<Record<string, readonly string[]>> = {
    ...own,
    datetime: [...(after.length === 0 && startDate(schedule) !== undefined ? ["datetime"] : []), "timedelta"],
    typing: ["Any"],
    zoneinfo: ["ZoneInfo"],
    "airflow.sdk": ["DAG", "Asset", scheduled, "Param"].sort(byKind),
  };
  const lines = (isOwn: boolean): string =>
    Object.entries(all)
      .filter(([module]) => /^(?:airflow|docker|kubernetes)\b/.test(module) !== isOwn)
      .sort(([a, namesOfA], [b, namesOfB]) =>
        namesOfA.length === 0 ? -1 : namesOfB.length === 0 ? 1 : a < b ? -1 : 1,
      )
      .map(([module, names]) =>
        names.length === 0 ? `import ${module}` : `from ${module} import ${names.join(", ")}`,
      )
      .join("\n");
  return `${lines(true)}\n\n${lines(false)}`;
}

/** As isort does: constants before classes. */
function byKind(a: string, b: string): number {
  const rank = (name: string): string => `${name === name.toUpperCase() ? 0 : 1}${name}`;
  return rank(a) < rank(b) ? -1 : 1;
}
