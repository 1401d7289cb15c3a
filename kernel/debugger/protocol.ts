/** As much of the DevTools protocol as the supervisor looks into, as schemas. */
import * as z from "zod";

/** What a debugger asks for. */
export const CommandSchema = z.looseObject({
  id: z.number(),
  method: z.string(),
  params: z.looseObject({}).optional(),
});

export type Command = z.infer<typeof CommandSchema>;

export const BlackboxSchema = z.looseObject({ patterns: z.array(z.string()).default([]) });

export const PauseOnExceptionsSchema = z.looseObject({ state: z.string() });

export const ScriptParsedSchema = z.looseObject({
  method: z.string(),
  params: z.looseObject({
    scriptId: z.string(),
    url: z.string().default(""),
    sourceMapURL: z.string().default(""),
  }),
});

export type ScriptParsed = z.infer<typeof ScriptParsedSchema>;

const LocationSchema = z.looseObject({
  scriptId: z.string(),
  lineNumber: z.number(),
  columnNumber: z.number().default(0),
});

const FrameSchema = z.looseObject({
  functionName: z.string(),
  functionLocation: LocationSchema.optional(),
  location: LocationSchema,
});

export type Frame = z.infer<typeof FrameSchema>;

const AsyncFrameSchema = z.looseObject({
  scriptId: z.string(),
  lineNumber: z.number(),
  columnNumber: z.number(),
});

const AsyncStackSchema = z.looseObject({
  callFrames: z.array(AsyncFrameSchema),
  get parent() {
    return AsyncStackSchema.optional();
  },
});

export type AsyncStack = z.infer<typeof AsyncStackSchema>;

export const PausedSchema = z.looseObject({
  method: z.string(),
  params: z.looseObject({
    reason: z.string(),
    hitBreakpoints: z.array(z.string()).default([]),
    callFrames: z.array(FrameSchema),
    data: z.looseObject({ description: z.string().optional() }).optional(),
    asyncStackTrace: AsyncStackSchema.optional(),
  }),
});

export type Paused = z.infer<typeof PausedSchema>;
