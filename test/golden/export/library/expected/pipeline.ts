/** Results that are whole. Written by pipenb from library.pipenb. */
import { type Content, writeWhole } from "./pipenb.mjs";
import { writeUpper } from "./lib/upper.ts";
import { cell, done, pipeline } from "./runner.mjs";

pipeline({ title: "Results that are whole", parameters: [] });

// --- first -------------------------------------------------------------------
await cell("first");
await writeWhole("out/a.txt", "a\n");

// --- second ------------------------------------------------------------------
await cell("second");
const content: Content = ["b", "\n"];
await writeWhole("out/b.txt", content);
await writeUpper("out/c.txt", "c\n");

done();
