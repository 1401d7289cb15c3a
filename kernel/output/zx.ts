/** zx without its extras, in a file of its own: it takes longer to load than the rest of the runtime. */
export { $, ProcessOutput, quote, which } from "zx/core";
