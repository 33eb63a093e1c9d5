"""A process that stands for training: it notes what training notes, and learns nothing.

Run as `python -m tests.service.training_process --models=DIR --site=NAME --started-by=NAME --json`, with the database's
URL in COPYDESK_DATABASE. The file `script.json` in the folder of models says what becomes of it: `passed`, `refused`,
`failed` (exit 2 before anything is noted), `killed` (by itself), or `waiting` (until there is a file `go`); and
the `version` that it has made. What it was given is left in `given.json`.
"""

import argparse
import json
import os
import signal
import sys
import time
from pathlib import Path

from model.registry import Registry
from store import retrainings, sites
from store.database import open_engine, writing


def main() -> None:
    """Do as the script says."""
    parser = argparse.ArgumentParser()
    for option in ("--models", "--site", "--started-by"):
        parser.add_argument(option, required=True)
    parser.add_argument("--json", action="store_true", required=True)
    given = parser.parse_args()
    models = Path(given.models)
    script = json.loads((models / "script.json").read_text())
    told = {
        "arguments": sys.argv[1:],
        "environment": sorted(os.environ),
        "nice": os.nice(0),
        "group": os.getpgid(0) == os.getpid(),
    }
    (models / "given.json").write_text(json.dumps(told))
    if script["outcome"] == "failed":
        sys.stderr.write('{"stage": "reading", "done": 1, "of": 2}\nerror: the corpus <b>burns</b>\n')
        sys.exit(2)
    engine = open_engine(os.environ["COPYDESK_DATABASE"])
    with writing(engine) as connection:
        site = sites.find(connection, given.site)
        assert site is not None
        retrainings.bury(connection, site.id, None)
        begun = retrainings.start(connection, site.id, started_by=given.started_by)
        retrainings.tell(connection, begun.id, {"stage": "learning", "done": 1, "of": 2})
    if script["outcome"] == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    while script["outcome"] == "waiting" and not (models / "go").exists():
        time.sleep(0.02)
    version = script.get("version", "")
    is_passed = script["outcome"] != "refused"
    if is_passed and version:
        Registry(models).promote(version, given.site)
    report = {"text": script.get("text", "It is as it is."), "promoted": is_passed}
    with writing(engine) as connection:
        retrainings.note(connection, begun.id, verdicts_seen=7, version=version, report=report)
        retrainings.finish(connection, begun.id, "passed" if is_passed else "refused")
    engine.dispose()


if __name__ == "__main__":
    main()
