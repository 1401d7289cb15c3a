/**
 * What the running kernel knows and types cannot: `pipenb_knowledge_request`, one of the messages that Jupyter does not have.
 * Asking runs no code of the cells, and is answered at once while a cell runs.
 */
import * as z from "zod";

/** What can be looked at without calling anything: `orders`, `data.orders`, `tables["may"]`, `rows[0]`. */
const expression =
  /^[\p{ID_Start}$_][\p{ID_Continue}$]*(?:\.[\p{ID_Continue}$#]+|\[\d+\]|\["[^"\\\n]*"\]|\['[^'\\\n]*'\])*$/u;

const ExpressionSchema = z.string().max(1_000).regex(expression, "is more than names and members");

/** Content of `pipenb_knowledge_request`. */
export const KnowledgeRequestSchema = z.discriminatedUnion("about", [
  z.object({
    about: z.literal("columns"),
    /** The first that is a dataframe is meant. */
    frames: z.array(ExpressionSchema).max(50),
    /** Whether every dataframe in scope is meant where none of them is one. */
    orAny: z.boolean().default(false),
  }),
  /** Tables of the databases in scope, and dataframes. */
  z.object({ about: z.literal("tables") }),
  z.object({
    about: z.literal("files"),
    folder: z.string().max(4_096),
    prefix: z.string().max(1_024).default(""),
  }),
  z.object({ about: z.literal("value"), expression: ExpressionSchema }),
]);
export type KnowledgeRequest = z.infer<typeof KnowledgeRequestSchema>;

const ColumnSchema = z.object({
  name: z.string(),
  /** In the library's own words. */
  type: z.string(),
});
export type KnownColumn = z.infer<typeof ColumnSchema>;

const TableSchema = z.object({
  kind: z.enum(["frame", "table"]),
  /** Of a dataframe the expression that holds it. */
  name: z.string(),
  /** Of a table. */
  schema: z.string().optional(),
  columns: z.array(ColumnSchema),
});
/** A dataframe, or a table of a database. */
export type KnownTable = z.infer<typeof TableSchema>;

const FileSchema = z.object({ name: z.string(), isFolder: z.boolean() });
export type KnownFile = z.infer<typeof FileSchema>;

const ValueSchema = z.object({
  type: z.string(),
  /** Entries of a collection, or rows and columns of a dataframe; null where only reading on would tell. */
  shape: z.array(z.number().int().min(0).nullable()).optional(),
  /** One line of it. */
  preview: z.string(),
  /** Of a function: its head, as it is written in the code that runs. */
  signature: z.string().optional(),
  /** Of rows: the first columns. */
  columns: z.array(ColumnSchema).default([]),
  /** The first rows of these columns as text; null where there is no value. */
  rows: z.array(z.array(z.string().nullable())).default([]),
});
/** A value that a variable has, in short. */
export type KnownValue = z.infer<typeof ValueSchema>;

const KnowledgeSchema = z.object({
  tables: z.array(TableSchema).default([]),
  files: z.array(FileSchema).default([]),
  value: ValueSchema.optional(),
});
/** What is known; what was not asked for is empty. */
export type Knowledge = z.infer<typeof KnowledgeSchema>;

/** Content of `pipenb_knowledge_reply`. */
export const KnowledgeReplySchema = KnowledgeSchema.extend({
  status: z.literal("ok"),
  /** A cell runs: nothing is told of values now. */
  busy: z.boolean().default(false),
});
