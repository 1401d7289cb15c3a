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

/** In the order of the help. */
export const allCommands: readonly AddCommand[] = [
  addRun,
  addExport,
  addBuild,
  addVerify,
  addPush,
  addPull,
  addBackfill,
  addUnits,
  addLogs,
  addDeploy,
  addCi,
  addBase,
  addPin,
  addKernel,
  addJupyter,
  addServices,
  addConvert,
  addCheck,
  addNew,
  addDoctor,
];
