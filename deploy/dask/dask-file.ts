/** A pipeline on Dask as one Python file that a person would keep. Pure. */
import { containerOptions } from "../../backfill/slurm/container-options.ts";
import { parametersText } from "../../backfill/run-key.ts";
import type { Runtime } from "../../backfill/slurm/script-parts.ts";
import { pipelineContainer } from "../../containers/images/pipeline-container.ts";
import { exitCodes } from "../../notebook/program/exit-codes.ts";
import { optionName } from "../../notebook/parameters/option-names.ts";
import { deploymentLabel, type DeployedPipeline } from "../target.ts";
import { literal, quoted, statement } from "../python-text.ts";
import { runCode } from "./run-code.ts";
import { unitCode } from "./unit-code.ts";

/** By its name. Contents of secrets are not in it. */
export function daskFiles(pipeline: DeployedPipeline, runtime: Runtime): ReadonlyMap<string, string> {
  const file = `${pipeline.name.replaceAll("-", "_")}_dask`;
  return new Map([[`${file}.py`, daskFile(pipeline, { runtime, file })]]);
}

interface Names {
  readonly runtime: Runtime;
  /** Without its ending. */
  readonly file: string;
}

const names = [
  "from collections.abc import Iterator",
  "from pathlib import Path",
  "from typing import TextIO",
];

function daskFile(pipeline: DeployedPipeline, { runtime, file }: Names): string {
  const { image, reference, args, values, retries, unit } = pipeline;
  const { imports, code, example } = unitCode(unit);
  return `"""Runs ${pipeline.source} for many units on Dask: a container for each, each done once.

    python ${file}.py ${example}

DASK_SCHEDULER_ADDRESS names the cluster whose workers start the containers, as many at
once as they have threads. Without it they are started from this process, or with
--local-cluster from processes of their own. What starts them needs ${runtime}, the image and
what OPTIONS mounts; its Python the same version and the same distributed as this one.

What has ended is a line on standard output and in ${file}.jsonl, and what is done there
is not done again. Ends with 0 once all are done, else with 1. A worker may be lost and
this command killed: the containers go on, and are found again by their names.
Written by pipenb.
"""

import argparse
import fcntl
import hashlib
import json
import os
import queue
import subprocess
import sys
import threading
${[...names, ...imports].toSorted().join("\n")}

from distributed import Client, LocalCluster, get_worker, wait

IMAGE = ${quoted(reference ?? image)}
DIGEST = ${quoted(image)}
# All but the unit: as the image takes them, and as they tell these runs from others.
${statement("ARGS = ", literal(args))}
PARAMETERS = ${quoted(parametersText(values))}
# Of what ends with ${exitCodes.transient}, after 10, 20, 40 … seconds.
RETRIES = ${retries}
RUNTIME = ${quoted(runtime)}
${statement("OPTIONS = ", literal(joined(containerOptions(container(pipeline)))))}
STATUS = {0: "done", ${exitCodes.transient}: "later", ${exitCodes.timeout}: "timed-out", 130: "stopped", 143: "stopped"}


${code}


${runCode(optionName(unit.parameter.name))}`;
}

/** What every run is given. */
const container = ({ name, image, args, mounts, user, limits }: DeployedPipeline) =>
  pipelineContainer({
    ...{ image, args, mounts, user, limits },
    environment: { PIPENB_IMAGE_DIGEST: image, PIPENB_RESULT: "-" },
    labels: { [deploymentLabel]: name },
  });

/** An option and its value are one word. */
function joined(words: readonly string[]): readonly string[] {
  const all: string[] = [];
  for (const word of words) {
    const last = all.at(-1);
    if (word.startsWith("--") || last === undefined) all.push(word);
    else all[all.length - 1] = `${last}=${word}`;
  }
  return all;
}
