"""Registers seattle-weather on the Prefect 3 of the current profile, in the place of what it was.

    python seattle_weather_prefect.py

The image reports to Prefect itself: a worker of type docker is all that it needs.
Written by pipenb.
"""

import json

from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.exceptions import ObjectNotFound

DEPLOYMENT = json.loads(r"""
{
  "name": "seattle-weather",
  "work_pool_name": "pipenb",
  "tags": [
    "pipenb"
  ],
  "version": "111111111111",
  "description": "seattle-weather\n\nseattle-weather.pipenb, deployed by ada@here with pipenb. A run without day is for the one that is due: previous-day.",
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
    "wetFrom": 0.2,
    "output": "data/output/seattle-weather"
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
        "description": "Day to report, with its month",
        "pattern": "^\\d{4}-\\d\\d-\\d\\d$"
      },
      "wetFrom": {
        "title": "wetFrom",
        "position": 1,
        "type": "number",
        "description": "A day is called wet from so many millimetres on",
        "default": 0.2
      },
      "output": {
        "title": "output",
        "position": 2,
        "type": "string",
        "minLength": 1,
        "description": "Folder the reports are written to",
        "default": "data/output/seattle-weather"
      }
    }
  },
  "enforce_parameter_schema": true,
  "job_variables": {
    "image": "registry.example.com/ada/seattle-weather@sha256:2222222222222222222222222222222222222222222222222222222222222222",
    "image_pull_policy": "IfNotPresent",
    "name": "seattle-weather-{{ ctx.flow_run.id }}",
    "auto_remove": true,
    "stream_output": false,
    "env": {
      "PIPENB_IMAGE_DIGEST": "sha256:1111111111111111111111111111111111111111111111111111111111111111",
      "PIPENB_PREFECT_RETRIES": "2"
    },
    "labels": {
      "io.pipenb.deployment": "seattle-weather",
      "io.pipenb.source": "seattle-weather.pipenb",
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
    flow = client.create_flow_from_name("seattle-weather")
    deployment = {**DEPLOYMENT, "flow_id": str(flow)}
    client.request("POST", "/deployments/", json=deployment).raise_for_status()
