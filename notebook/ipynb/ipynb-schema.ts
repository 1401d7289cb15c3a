/** What is read of a Jupyter notebook (nbformat 4). Everything not named here is let through and kept where a `.pipenb` can. */
import * as z from "zod";

const Text = z.union([z.string(), z.array(z.string())]).transform((text) => [text].flat().join(""));

/** One cell. */
export const IpynbCellSchema = z.looseObject({
  cell_type: z.enum(["code", "markdown", "raw"]),
  source: Text,
  metadata: z.record(z.string(), z.unknown()).default({}),
  attachments: z.record(z.string(), z.unknown()).optional(),
});

/** The notebook; cells are checked one by one, so that a bad one does not cost the others. */
export const IpynbSchema = z.looseObject({
  nbformat: z.literal(4),
  metadata: z.record(z.string(), z.unknown()).default({}),
  cells: z.array(z.unknown()),
});

/** A cell as read. */
export type IpynbCell = z.infer<typeof IpynbCellSchema>;

/** What `metadata.pipenb` of a cell holds: its attributes in their order. */
export const CellExtraSchema = z.object({ attributes: z.array(z.tuple([z.string(), z.string()])) });

/** What `metadata.pipenb` of a notebook holds: the file's bytes before its first cell, and the front matter they say. */
export const NotebookExtraSchema = z.object({ head: z.string().optional(), frontMatter: z.unknown() });
