/** What asks a run for lineage, by the variables that the clients of OpenLineage know. */
import { given } from "../result/run-settings.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** All that are read here. */
const lineageVariables = [
  "OPENLINEAGE_URL",
  "OPENLINEAGE_ENDPOINT",
  "OPENLINEAGE_API_KEY",
  "OPENLINEAGE_NAMESPACE",
  "OPENLINEAGE_PARENT_ID",
  "OPENLINEAGE_ROOT_PARENT_ID",
  "OPENLINEAGE_DISABLED",
] as const;

/** A run that has started this one, or the first of all of them. */
export interface ParentRun {
  readonly namespace: string;
  readonly name: string;
  readonly runId: string;
}

export interface LineageSettings {
  /** Where events go. */
  readonly address: URL;
  /** Of the job. */
  readonly namespace: string;
  readonly parent: ParentRun | undefined;
  /** The parent itself where nobody names another. */
  readonly root: ParentRun | undefined;
}

/** Whether somebody wants lineage. */
export function wantsLineage(env: Environment): boolean {
  return (
    given(env, "OPENLINEAGE_URL") !== undefined &&
    given(env, "OPENLINEAGE_DISABLED")?.trim().toLowerCase() !== "true"
  );
}

/** Those of the variables that are given. */
export function lineageEnvironment(env: Environment): Readonly<Record<string, string>> {
  if (!wantsLineage(env)) return {};
  return Object.fromEntries(
    lineageVariables.flatMap((name) => {
      const text = given(env, name);
      return text === undefined ? [] : [[name, text]];
    }),
  );
}

/** Throws an `Error` that says what is wrong with a variable, and what is right. */
export function lineageSettings(env: Environment): LineageSettings {
  const parent = parentOf(env, "OPENLINEAGE_PARENT_ID");
  return {
    address: addressOf(env),
    namespace: given(env, "OPENLINEAGE_NAMESPACE") ?? "default",
    parent,
    root: parentOf(env, "OPENLINEAGE_ROOT_PARENT_ID") ?? parent,
  };
}

function addressOf(env: Environment): URL {
  const base = given(env, "OPENLINEAGE_URL")?.trim() ?? "";
  const endpoint = given(env, "OPENLINEAGE_ENDPOINT")?.trim() ?? "api/v1/lineage";
  const address = URL.parse(endpoint, base);
  if (address === null || !/^https?:$/.test(address.protocol))
    throw new Error("OPENLINEAGE_URL is no address of a server. Write one such as http://marquez:5000.");
  if (address.username !== "" || address.password !== "")
    throw new Error("OPENLINEAGE_URL has a login in it. Give a key as OPENLINEAGE_API_KEY.");
  return address;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** `NAMESPACE/JOB/RUN`, as Airflow's macro `lineage_parent_id` gives it; a namespace may have slashes of its own. */
function parentOf(env: Environment, variable: string): ParentRun | undefined {
  const text = given(env, variable);
  if (text === undefined) return undefined;
  const [, namespace = "", name = "", runId = ""] = /^(.+)\/([^/]+)\/([^/]+)$/.exec(text) ?? [];
  if (uuid.test(runId)) return { namespace, name, runId };
  throw new Error(`${variable} is no run. Write NAMESPACE/JOB/RUN, where RUN is a UUID.`);
}
