/** What cells have declared, as `pipenb_variables_reply` tells it: one of the messages that Jupyter does not have. */
import * as z from "zod";

/** A variable of the cells. */
const VariableSchema = z.object({
  name: z.string(),
  /** Its kind in a word: `number`, `Array`, the name of its class, or what its library calls the dataframe. */
  type: z.string(),
  /** Entries of a collection, or rows and columns of a dataframe; null where only reading on would tell. */
  shape: z.array(z.number().int().min(0).nullable()).optional(),
  /** One line of its value. */
  preview: z.string(),
});

/** A variable of the cells. */
export type Variable = z.infer<typeof VariableSchema>;

/** Content of `pipenb_variables_reply`. */
export const VariablesReplySchema = z.object({
  status: z.literal("ok"),
  /** A cell runs: the variables are not told now, ask again at its end. */
  busy: z.boolean().default(false),
  variables: z.array(VariableSchema),
});
