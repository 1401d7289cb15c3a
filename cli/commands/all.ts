import { addBackfill } from "./backfill.ts";
import { addBase } from "./base.ts";
import { addBuild } from "./build.ts";
import { addCheck } from "./check.ts";
import { addCi } from "./ci.ts";
import { addConvert } from "./convert.ts";
import { addDeploy } from "./deploy.ts";
import { addDoctor } from "./doctor.ts";
import { addExport } from "./export.ts";
import { addJupyter } from "./jupyter.ts";
import { addKernel } from "./kernel.ts";
import { addLogs } from "./logs.ts";
import { addNew } from "./new.ts";
import { addPin } from "./pin.ts";
import { addPull } from "./pull.ts";
import { addPush } from "./push.ts";
import { addRun } from "./run.ts";
import { addServices } from "./services.ts";
import { addUnits } from "./units.ts";
import { addVerify } from "./verify.ts";
import type { AddCommand } from "./command.ts";

/** By their names, in the order of the help. */
export const allCommands: Readonly<Record<string, AddCommand>> = {
  run: addRun,
  export: addExport,
  build: addBuild,
  verify: addVerify,
  push: addPush,
  pull: addPull,
  backfill: addBackfill,
  units: addUnits,
  logs: addLogs,
  deploy: addDeploy,
  ci: addCi,
  base: addBase,
  pin: addPin,
  kernel: addKernel,
  jupyter: addJupyter,
  services: addServices,
  convert: addConvert,
  check: addCheck,
  new: addNew,
  doctor: addDoctor,
};
