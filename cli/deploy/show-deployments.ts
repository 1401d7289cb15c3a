import type { Registered, ScheduledRun } from "../../deploy/target.ts";
import { nextMoments } from "../../notebook/units/schedule.ts";
import { shownAt } from "../../notebook/units/zone.ts";
import { exitCode } from "../cli-error.ts";
import { table } from "../terminal/table.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { targetFor, type DeployRequest } from "./deploy-pipeline.ts";
import { nameOf } from "./deployed-pipeline.ts";

type Environment = Readonly<Record<string, string | undefined>>;
type Asked = Pick<DeployRequest, "to" | "name" | "volumes" | "queue" | "runtime">;

/** `pipenb deploy --list`: what is registered there, of one pipeline where it is named; gives the exit code. */
export async function showDeployments(
  request: Asked & { readonly what: string | undefined },
  terminal: Terminal,
  env: Environment,
): Promise<number> {
  const { what, name, to } = request;
  const only = what === undefined ? name : nameOf({ what, name });
  const target = await targetFor(request, terminal, env);
  const all = (await target.list()).filter((each) => only === undefined || each.name === only);
  if (terminal.json) for (const each of all) terminal.event(asJson(each));
  else if (all.length === 0)
    terminal.note(`${only ?? "Nothing"} is ${only === undefined ? "" : "not "}registered on ${to}.`);
  else terminal.out(table(["NAME", "SCHEDULE", "ZONE", "NEXT", "LAST RUN", "OF", "IMAGE"], all.map(row)));
  return exitCode.ok;
}

/** `pipenb deploy --remove`; gives the exit code. */
export async function removeDeployment(
  request: Asked & { readonly what: string },
  terminal: Terminal,
  env: Environment,
): Promise<number> {
  const { to } = request;
  const name = nameOf(request);
  const target = await targetFor(request, terminal, env);
  const running = await target.remove(name);
  terminal.event({
    type: "removed",
    name,
    to,
    removed: running !== undefined,
    running: running?.map(runAsJson) ?? [],
  });
  if (running === undefined) {
    terminal.note(`${name} is not registered on ${to}.`);
    return exitCode.ok;
  }
  terminal.note(`${name} is not started any more.`);
  for (const { unit, id } of running) terminal.note(`${unit} still runs, and ends by itself: ${id}`);
  return exitCode.ok;
}

function nextOf({ isPaused, schedule }: Registered): Date | undefined {
  return isPaused === true ? undefined : nextMoments(schedule, 1, new Date())[0];
}

function row(registered: Registered): readonly string[] {
  const { name, source, schedule, image, isPaused, runs } = registered;
  const next = nextOf(registered);
  const [last] = runs ?? [];
  return [
    name,
    schedule.cron,
    schedule.timezone,
    isPaused === true
      ? "suspended"
      : next === undefined
        ? "never"
        : shownAt(next.getTime(), schedule.timezone),
    runs === undefined ? "not asked" : last === undefined ? "none" : `${last.unit} ${last.state}`,
    source,
    image,
  ];
}

function asJson(registered: Registered): Readonly<Record<string, unknown>> {
  const { name, source, by, schedule, image, isPaused: suspended, runs } = registered;
  return {
    name,
    source,
    by,
    schedule,
    next: nextOf(registered),
    image,
    suspended,
    runs: runs?.map(runAsJson),
  };
}

const runAsJson = ({ id, unit, due, state }: ScheduledRun) => ({ id, unit, due, state });
