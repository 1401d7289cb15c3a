"""Superset for one team on one machine: its own small database, secrets from files, and nothing loaded from elsewhere."""

import os
from copy import deepcopy
from pathlib import Path

from superset.config import TALISMAN_CONFIG as USUAL

SECRET_KEY = Path("/run/secrets/dashboard_key").read_text().strip()
SQLALCHEMY_DATABASE_URI = f"sqlite:///{os.environ['SUPERSET_HOME']}/superset.db"

# Its pages would load a picture that counts users, and maps, from elsewhere: browsers are told not to.
TALISMAN_CONFIG = deepcopy(USUAL)
TALISMAN_CONFIG["content_security_policy"]["img-src"] = ["'self'", "blob:", "data:"]
TALISMAN_CONFIG["content_security_policy"]["connect-src"] = ["'self'"]
