#!/usr/bin/env node
// What `npx pipenb` starts. It is in the repository, so that the link npx makes leads somewhere before anything is built.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const built = new URL("../dist/cli/pipenb.js", import.meta.url);
const folder = fileURLToPath(new URL("..", import.meta.url));

if (existsSync(built) && existsSync(new URL("../dist/kernel", import.meta.url))) {
  await import(built.href);
} else {
  console.error(`pipenb is not built yet. Run "npm run setup" once in ${folder}`);
  process.exitCode = 1;
}
