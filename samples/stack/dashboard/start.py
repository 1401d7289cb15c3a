"""Brings Superset's database up to date, imports the dashboard of /bundle, and serves it. The same again at each start."""

import os
import zipfile
from pathlib import Path
from urllib.parse import quote

from flask.cli import ScriptInfo
from superset.app import create_app
from superset.cli.main import superset


def secret(name: str) -> str:
    return Path(f"/run/secrets/{name}").read_text().strip()


def zipped(bundle: Path, to: Path) -> None:
    """The bundle as Superset takes it, with the database's address, which has a password and so stands in no file."""
    address = f"postgresql+psycopg2://postgres:{quote(secret('db_password'), safe='')}@db/postgres"
    with zipfile.ZipFile(to, "w") as archive:
        for file in sorted(bundle.rglob("*.yaml")):
            text = file.read_text(encoding="utf-8").replace("${DATABASE}", address)
            archive.writestr(f"bundle/{file.relative_to(bundle)}", text)


app = create_app()


def run(*words: str) -> None:
    """A command of `superset`, in this process: each of its own would take seconds to start."""
    superset.main(args=list(words), obj=ScriptInfo(create_app=lambda: app), standalone_mode=False)


run("db", "upgrade")
names = ["--username", "admin", "--firstname", "The", "--lastname", "Admin", "--email", "admin@example.com"]
run("fab", "create-admin", *names, "--password", secret("dashboard_password"))
run("init")
archive = Path("/tmp/bundle.zip")
zipped(Path("/bundle"), archive)
run("import-dashboards", "--path", str(archive), "--username", "admin")
archive.unlink()
server = ["gunicorn", "--bind", "0.0.0.0:8088", "--worker-class", "gthread", "--threads", "8"]
times = ["--timeout", "120", "--keep-alive", "60"]
os.execvp("gunicorn", [*server, *times, "superset.app:create_app()"])
