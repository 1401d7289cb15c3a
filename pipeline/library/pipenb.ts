/**
 * The library `pipenb`: what cells, and the modules beside a notebook, import under this name, in the kernel and in the image.
 * Built into one module that needs nothing but Node; the types are made from these sources.
 */
export { writeWhole } from "./write-whole.ts";
export type { Content } from "./content.ts";
export { secret } from "./secret.ts";
export { previous, range } from "./dates.ts";
export { processGranules, skip } from "./process-granules.ts";
export type { Granule, GranuleOptions, GranuleOutcome, GranuleSummary, Skipped } from "./process-granules.ts";
export type { GranuleCounts } from "./granule-progress.ts";
export { objects } from "./objects/objects.ts";
export type { Objects } from "./objects/objects.ts";
export type { ObjectInfo } from "./objects/store.ts";
export type { ObjectsOptions } from "./objects/s3-settings.ts";
export { ObjectError } from "./objects/object-error.ts";
export type { ObjectErrorCode } from "./objects/object-error.ts";
export { loadRows } from "./load/load-rows.ts";
export type { Loaded, LoadOptions } from "./load/load-rows.ts";
export type { PgClient, PgPool, PostgresClient, PostgresJs } from "./load/postgres-client.ts";
export { onComm, openComm } from "./comms.ts";
export type { Comm } from "./comms.ts";
export { slider, widget } from "./widgets.ts";
export type { Widget } from "./widgets.ts";
