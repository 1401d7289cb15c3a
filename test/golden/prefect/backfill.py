"""Starts each unit once, on the Prefect 3 of the current profile: python backfill.py

They are runs of the deployment seattle-weather, with its retries. How many run at once is the limit
of its work pool. A run that is there already, by its key, is not started again.
Written by pipenb.
"""

import json

from prefect.deployments import run_deployment

# Of each: its name, its key, its parameters.
RUNS = json.loads(r"""
[
["2012-02-05","pipenb-5cb54a10e27030ebdda4882b-1",{"wetFrom":0.2,"output":"data/output/seattle-weather","day":"2012-02-05"}],
["2012-02-06","pipenb-51740b416830d55cf36ed394-1",{"wetFrom":0.2,"output":"data/output/seattle-weather","day":"2012-02-06"}]
]
""")

for name, key, parameters in RUNS:
    run = run_deployment(
        "seattle-weather/seattle-weather",
        parameters=parameters,
        flow_run_name=name,
        idempotency_key=key,
        timeout=0,
    )
    print(f"{name}: {run.state.name}")
