/** Holds events against OpenLineage 2-0-2, as its specification and its own clients have them, and listens as a server of it does. */
import { once } from "node:events";
import { createServer } from "node:http";
import type { IncomingHttpHeaders, Server } from "node:http";
import * as z from "zod";

const uri = z.string().regex(/^[a-z][a-z0-9+.-]*:\S+$/);
const facet = { _producer: uri, _schemaURL: uri };
const standard = (name: string) => ({
  _producer: uri,
  _schemaURL: z
    .string()
    .regex(
      new RegExp(`^https://openlineage\\.io/spec/facets/\\d+-\\d+-\\d+/${name}\\.json#/\\$defs/${name}$`),
    ),
});
const size = z.int().nonnegative().optional();
const statistics = { rowCount: size, size, fileCount: size };
const runOf = z.strictObject({ runId: z.uuid() });
const jobOf = z.strictObject({ namespace: z.string().min(1), name: z.string().min(1) });
const dataset = { namespace: z.string().min(1), name: z.string().min(1) };

export const RunEventSchema = z.strictObject({
  eventType: z.enum(["START", "RUNNING", "COMPLETE", "ABORT", "FAIL", "OTHER"]),
  eventTime: z.iso.datetime(),
  producer: uri,
  schemaURL: z.literal("https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent"),
  run: z.strictObject({
    runId: z.uuid(),
    facets: z.strictObject({
      nominalTime: z
        .strictObject({
          ...standard("NominalTimeRunFacet"),
          nominalStartTime: z.iso.datetime(),
          nominalEndTime: z.iso.datetime(),
        })
        .optional(),
      parent: z
        .strictObject({
          ...standard("ParentRunFacet"),
          run: runOf,
          job: jobOf,
          root: z.strictObject({ run: runOf, job: jobOf }),
        })
        .optional(),
      errorMessage: z
        .strictObject({
          ...standard("ErrorMessageRunFacet"),
          message: z.string(),
          programmingLanguage: z.string(),
        })
        .optional(),
      processing_engine: z
        .strictObject({ ...standard("ProcessingEngineRunFacet"), version: z.string(), name: z.string() })
        .optional(),
      pipenb_run: z.looseObject(facet),
    }),
  }),
  job: z.strictObject({
    ...jobOf.shape,
    facets: z.strictObject({
      jobType: z.strictObject({
        ...standard("JobTypeJobFacet"),
        processingType: z.enum(["BATCH", "STREAMING", "SERVICE"]),
        integration: z.string(),
        jobType: z.string(),
      }),
    }),
  }),
  inputs: z.array(
    z.strictObject({
      ...dataset,
      inputFacets: z.strictObject({
        inputStatistics: z.strictObject({ ...standard("InputStatisticsInputDatasetFacet"), ...statistics }),
      }),
    }),
  ),
  outputs: z.array(
    z.strictObject({
      ...dataset,
      outputFacets: z.strictObject({
        outputStatistics: z.strictObject({
          ...standard("OutputStatisticsOutputDatasetFacet"),
          ...statistics,
        }),
      }),
    }),
  ),
});

export type RunEvent = z.infer<typeof RunEventSchema>;

/** What has come, as it came. */
interface Heard {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export interface LineageServer {
  readonly url: string;
  readonly heard: readonly Heard[];
  /** Takes the events that have come since the last time. */
  readonly taken: () => readonly RunEvent[];
  /** What it answers with from now on; 0 is no answer. */
  answer: number;
  readonly close: () => Promise<void>;
}

/** @param address where it listens, as others reach it */
export async function lineageServer(address = "127.0.0.1"): Promise<LineageServer> {
  const heard: Heard[] = [];
  const server: Server = createServer((request, response) => {
    let text = "";
    request.setEncoding("utf8").on("data", (piece: string) => (text += piece));
    request.on("end", () => {
      heard.push({ path: request.url ?? "", headers: request.headers, text });
      if (own.answer > 0) response.writeHead(own.answer, { location: "/elsewhere" }).end();
    });
  });
  server.listen(0, address);
  await once(server, "listening");
  const place = server.address();
  const port = typeof place === "object" && place !== null ? place.port : 0;
  let told = 0;
  const own: LineageServer = {
    url: `http://${address}:${port}`,
    heard,
    taken: () => {
      const events = heard.slice(told).map(({ text }) => RunEventSchema.parse(JSON.parse(text)));
      told = heard.length;
      return events;
    },
    answer: 201,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return own;
}
