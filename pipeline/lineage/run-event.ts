/** Events of a run as OpenLineage 2-0-2 has them: one when it begins, one when it has ended. Pure. */
import { notAUnit } from "../../notebook/units/calendar.ts";
import { unitTimes } from "../../notebook/units/unit-times.ts";
import type { ParameterValues } from "../../notebook/parameters/parameter.ts";
import type { About } from "../result/about.ts";
import type { RunError, RunResult } from "../result/run-result.ts";
import { namedDatasets } from "./datasets.ts";
import type { NamedDataset } from "./datasets.ts";
import type { LineageSettings, ParentRun } from "./settings.ts";

/** The pipeline that runs. */
interface LineageJob {
  /** The notebook's, without its ending. */
  readonly name: string;
  readonly unit: About["unit"];
  /** The notebook's folder, where relative paths start. */
  readonly folder: string;
  /** pipenb's own; undefined where nobody has told. */
  readonly version: string | undefined;
}

/** What both events of a run have in common. */
export interface LineageRun {
  readonly runId: string;
  readonly settings: Omit<LineageSettings, "address">;
  readonly job: LineageJob;
}

/** What is known of a run that has begun. */
export interface Beginning extends Pick<RunResult, "unit" | "attempt" | "started"> {
  readonly parameters: ParameterValues;
}

const producer = "urn:pipenb:run";
const specification = "https://openlineage.io/spec";

function facet(version: string, name: string, fields: object): object {
  const schema = `${specification}/facets/${version}/${name}.json#/$defs/${name}`;
  return { _producer: producer, _schemaURL: schema, ...fields };
}

export function startEvent(run: LineageRun, beginning: Beginning): object {
  const { started, unit, attempt, parameters } = beginning;
  const more = { pipenb_run: ownFacet({ unit, attempt, parameters }) };
  return event(run, "START", { time: started, unit, facets: more, inputs: [], outputs: [] });
}

const types = {
  done: "COMPLETE",
  skipped: "COMPLETE",
  stopped: "ABORT",
  failed: "FAIL",
  "timed-out": "FAIL",
} as const;

/** What is in an event at most, of inputs and of outputs: servers keep each as a row. */
const mostDatasets = 1000;

/** A run that was skipped has read and written nothing. */
export function endEvent(run: LineageRun, result: RunResult): object {
  const { unit, attempt, parameters, status, exitCode, image, code, error, ended } = result;
  const named = (datasets: RunResult["inputs"]): readonly NamedDataset[] =>
    status === "skipped" ? [] : namedDatasets(datasets, run.job.folder);
  const [inputs, outputs] = [named(result.inputs), named(result.outputs)];
  const counts = { inputCount: inputs.length, outputCount: outputs.length };
  const facets = {
    ...(error === null ? {} : { errorMessage: errorFacet(error) }),
    pipenb_run: ownFacet({ unit, attempt, parameters, status, exitCode, image, code, ...counts }),
  };
  return event(run, types[status], { time: ended, unit, facets, inputs, outputs });
}

interface EventParts {
  readonly time: string;
  readonly unit: string | null;
  readonly facets: object;
  readonly inputs: readonly NamedDataset[];
  readonly outputs: readonly NamedDataset[];
}

function event({ runId, settings, job }: LineageRun, eventType: string, parts: EventParts): object {
  const { time, unit, facets, inputs, outputs } = parts;
  const { parent, root, namespace } = settings;
  return {
    eventType,
    eventTime: time,
    producer,
    schemaURL: `${specification}/2-0-2/OpenLineage.json#/$defs/RunEvent`,
    run: {
      runId,
      facets: {
        ...nominalTime(unit, job.unit),
        ...(parent === undefined ? {} : { parent: parentFacet(parent, root ?? parent) }),
        ...(job.version === undefined
          ? {}
          : {
              processing_engine: facet("1-1-1", "ProcessingEngineRunFacet", {
                version: job.version,
                name: "pipenb",
              }),
            }),
        ...facets,
      },
    },
    job: {
      namespace,
      name: job.name,
      facets: {
        jobType: facet("2-0-4", "JobTypeJobFacet", {
          processingType: "BATCH",
          integration: "PIPENB",
          jobType: "JOB",
        }),
      },
    },
    inputs: inputs.slice(0, mostDatasets).map(({ namespace, name, ...size }) => ({
      namespace,
      name,
      inputFacets: {
        inputStatistics: facet("1-0-0", "InputStatisticsInputDatasetFacet", statistics(size)),
      },
    })),
    outputs: outputs.slice(0, mostDatasets).map(({ namespace, name, ...size }) => ({
      namespace,
      name,
      outputFacets: {
        outputStatistics: facet("1-0-2", "OutputStatisticsOutputDatasetFacet", statistics(size)),
      },
    })),
  };
}

function statistics({ rows, bytes, files }: Pick<NamedDataset, "rows" | "bytes" | "files">): object {
  return { rowCount: rows, size: bytes, fileCount: files };
}

function nominalTime(unit: string | null, form: About["unit"]): object {
  if (unit === null || form === null || form.kind === "text") return {};
  // A text parameter takes units of hours and months, and anything else.
  if (notAUnit(form.kind, unit) !== undefined) return {};
  const { start, end } = unitTimes(form.kind, unit, form.timezone);
  return {
    nominalTime: facet("1-0-1", "NominalTimeRunFacet", {
      nominalStartTime: start.toISOString(),
      nominalEndTime: end.toISOString(),
    }),
  };
}

function parentFacet(parent: ParentRun, root: ParentRun): object {
  const told = ({ namespace, name, runId }: ParentRun): object => ({
    run: { runId },
    job: { namespace, name },
  });
  return facet("1-2-0", "ParentRunFacet", { ...told(parent), root: told(root) });
}

function errorFacet({ name, message, cell, file, line }: RunError): object {
  const place = [
    ...(cell === null ? [] : [`cell "${cell}"`]),
    ...(file === null ? [] : [line === null ? file : `${file}:${line}`]),
  ].join(", ");
  return facet("1-0-1", "ErrorMessageRunFacet", {
    message: `${name}: ${message}${place === "" ? "" : ` (${place})`}`,
    programmingLanguage: "TypeScript",
  });
}

/** What only pipenb has to tell of a run. */
function ownFacet(fields: object): object {
  return { _producer: producer, _schemaURL: "urn:pipenb:run-facet:1", ...fields };
}
