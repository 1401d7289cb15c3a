/** Attributes of a marker line that stand for what only a Jupyter notebook has. */

/** A cell's tags, separated by commas. */
export const TAGS = "tags";
/** Set to "raw" on a Markdown cell that is a raw cell in Jupyter. */
export const CELL_TYPE = "ipynb.type";
/** A cell's other metadata, as JSON. */
export const METADATA = "ipynb.metadata";
/** A cell's attached pictures, as JSON. */
export const ATTACHMENTS = "ipynb.attachments";
