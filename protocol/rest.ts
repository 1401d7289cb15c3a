/** Answers of a kernel's REST API, the kernel part of Jupyter Server's, as schemas. */
import * as z from "zod";

/** `GET /api/kernels/ID`, and the elements of `GET /api/kernels`. */
export const KernelModelSchema = z.looseObject({
  id: z.string(),
  name: z.string(),
  execution_state: z.enum(["starting", "idle", "busy", "restarting", "dead"]),
  /** ISO 8601. */
  last_activity: z.string(),
  /** WebSockets that are open. */
  connections: z.number().int().min(0),
});

/** `GET /api/status`. */
export const StatusSchema = z.looseObject({
  kernels: z.number().int().min(0),
  connections: z.number().int().min(0),
  started: z.string(),
  last_activity: z.string(),
});

/** `GET /api/kernelspecs`. */
export const KernelSpecsSchema = z.looseObject({
  default: z.string(),
  kernelspecs: z.record(
    z.string(),
    z.looseObject({
      name: z.string(),
      spec: z.looseObject({
        argv: z.array(z.string()),
        display_name: z.string(),
        language: z.string(),
        interrupt_mode: z.enum(["signal", "message"]).optional(),
      }),
      resources: z.record(z.string(), z.string()),
    }),
  ),
});
