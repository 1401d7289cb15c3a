/** A pipeline's registration as a file that a person would keep. Pure. */
import { deploymentBody } from "./deployment-body.ts";
import type { Deployment } from "../target.ts";

/** By its name. It has no contents of secrets. */
export function prefectFiles(deployment: Deployment, pool: string): ReadonlyMap<string, string> {
  const { name } = deployment;
  const body = deploymentBody(deployment, pool, { paused: false, active: true });
  const file = `${name.replaceAll("-", "_")}_prefect.py`;
  const text = `"""Registers ${name} on the Prefect 3 of the current profile, in the place of what it was.

    python ${file}

The image reports to Prefect itself: a worker of type docker is all that it needs.
Written by pipenb.
"""

import json

from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.exceptions import ObjectNotFound

DEPLOYMENT = json.loads(r"""
${JSON.stringify(body, undefined, 2)}
""")
POOL = DEPLOYMENT["work_pool_name"]

with get_client(sync_client=True) as client:
    try:
        client.read_work_pool(POOL)
    except ObjectNotFound:
        client.create_work_pool(WorkPoolCreate(name=POOL, type="docker"))
    flow = client.create_flow_from_name(${JSON.stringify(name)})
    deployment = {**DEPLOYMENT, "flow_id": str(flow)}
    client.request("POST", "/deployments/", json=deployment).raise_for_status()
`;
  return new Map([[file, text]]);
}
