"""Registers flights on the Prefect 3 of the current profile, in the place of what it was.

    python flights_prefect.py

The image reports to Prefect itself: a worker of type docker is all that it needs.
Written by pipenb.
"""

import json

from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.exceptions import ObjectNotFound

DEPLOYMENT = json.loads(r"""
{
  "name": "flights",
  "work_pool_name": "pipenb",
  "tags": [
    "pipenb"
  ],
  "version": "111111111111",
  "description": "flights\n\nflights.pipenb, deployed by ada@here with pipenb. A run without day is for the one that is due: previous-day.",
  "entrypoint": "runner.mjs:pipeline",
  "path": "/app/work",
  "pull_steps": [],
  "paused": false,
  "schedules": [
    {
      "active": true,
      "slug": "pipenb",
      "schedule": {
        "cron": "30 6 * * *",
        "timezone": "Europe/Prague",
        "day_or": true
      }
    }
  ],
  "parameters": {
    "lateFrom": 15,
    "flights": "data/flights/flights-3m.parquet",
    "output": "data/output/flights"
  },
  "parameter_openapi_schema": {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Parameters",
    "type": "object",
    "required": [],
    "additionalProperties": false,
    "definitions": {},
    "properties": {
      "day": {
        "title": "day",
        "position": 0,
        "type": "string",
        "format": "date",
        "description": "Day of departure, 2001-01-01 to 2001-06-30",
        "pattern": "^\\d{4}-\\d\\d-\\d\\d$"
      },
      "lateFrom": {
        "title": "lateFrom",
        "position": 1,
        "type": "number",
        "description": "A flight is called late from so many minutes on",
        "default": 15
      },
      "flights": {
        "title": "flights",
        "position": 2,
        "type": "string",
        "minLength": 1,
        "description": "Parquet file of flights",
        "default": "data/flights/flights-3m.parquet"
      },
      "output": {
        "title": "output",
        "position": 3,
        "type": "string",
        "minLength": 1,
        "description": "Folder the results are written to",
        "default": "data/output/flights"
      }
    }
  },
  "enforce_parameter_schema": true,
  "job_variables": {
    "image": "registry.example.com/ada/flights@sha256:2222222222222222222222222222222222222222222222222222222222222222",
    "image_pull_policy": "IfNotPresent",
    "name": "flights-{{ ctx.flow_run.id }}",
    "auto_remove": true,
    "stream_output": false,
    "env": {
      "PIPENB_IMAGE_DIGEST": "sha256:1111111111111111111111111111111111111111111111111111111111111111",
      "PIPENB_PREFECT_RETRIES": "2"
    },
    "labels": {
      "io.pipenb.deployment": "flights",
      "io.pipenb.source": "flights.pipenb",
      "io.pipenb.by": "ada@here",
      "io.pipenb.schedule": "{\"cron\":\"30 6 * * *\",\"timezone\":\"Europe/Prague\",\"unit\":\"previous-day\"}",
      "io.pipenb.unit-parameter": "day"
    },
    "volumes": [
      "/home/ada/data/output:/app/work/data/output"
    ],
    "container_create_kwargs": {
      "init": true,
      "cap_drop": [
        "ALL"
      ],
      "security_opt": [
        "no-new-privileges"
      ],
      "user": "1000:1000"
    }
  }
}
""")
POOL = DEPLOYMENT["work_pool_name"]

with get_client(sync_client=True) as client:
    try:
        client.read_work_pool(POOL)
    except ObjectNotFound:
        client.create_work_pool(WorkPoolCreate(name=POOL, type="docker"))
    flow = client.create_flow_from_name("flights")
    deployment = {**DEPLOYMENT, "flow_id": str(flow)}
    client.request("POST", "/deployments/", json=deployment).raise_for_status()
