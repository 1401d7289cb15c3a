/**
 * What the renderer of dataframes and the extension say to each other. A page of outputs may hold many frames and be
 * reloaded at any time, so every message carries the page's own random name, a request number and the frame.
 */
import * as z from "zod";
import { ExportFormatSchema } from "./request.ts";
import type { DataframeQuestion } from "./request.ts";
import type { DataframeProblem } from "./dataframe-error.ts";
import { ColumnSchema, ViewSchema } from "./view.ts";

const request = { page: z.string(), id: z.number().int() };

export const FromRendererSchema = z.discriminatedUnion("type", [
  /** A {@link DataframeQuestion} for the kernel that holds the frame, which reads it. Answered with its result and buffers. */
  z.object({ ...request, type: z.literal("ask"), frame: z.string(), question: z.unknown() }),
  z.object({ ...request, type: z.literal("cancel") }),
  /** Asks the person for a place and writes the view there. Answered with `{ saved: path | null }`. */
  z.object({
    ...request,
    type: z.literal("export"),
    frame: z.string(),
    view: ViewSchema,
    columns: z.array(ColumnSchema).readonly(),
    format: ExportFormatSchema,
  }),
  /** Asks the person for a place and writes these bytes there, for pictures. Answered as above. */
  z.object({ ...request, type: z.literal("save"), name: z.string(), bytes: z.base64() }),
  /** Puts the view as code into a new cell below the output's. Answered with `{ inserted: boolean }`. */
  z.object({
    ...request,
    type: z.literal("insert-code"),
    frame: z.string(),
    view: ViewSchema,
    columns: z.array(ColumnSchema).readonly(),
  }),
]);
export type FromRenderer = z.infer<typeof FromRendererSchema>;

/** As the page writes it: the extension passes its questions on without reading them. */
export type RendererMessage =
  | Exclude<FromRenderer, { type: "ask" }>
  | (Extract<FromRenderer, { type: "ask" }> & { readonly question: DataframeQuestion });

/** The answer to request `id`. */
export interface ToRenderer {
  readonly page: string;
  readonly id: number;
  readonly result: unknown;
  readonly problem?: DataframeProblem;
  /** Base64: the editor's messages carry no bytes everywhere. */
  readonly buffers: readonly string[];
}
