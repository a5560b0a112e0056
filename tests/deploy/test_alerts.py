"""The alarms of `docs/deploy`: each asks for what the service tells, is explained, and works as Prometheus reads it."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import yaml

from tests.deploy.recipes import OPERATE, RECIPES, program
from tests.web.test_metrics import documented

ALERTS, SCRAPE = RECIPES / "prometheus/alerts.yaml", RECIPES / "prometheus/scrape.yaml"
OTHERS = {
    "up",
    "process_resident_memory_bytes",
    "process_open_fds",
    "process_max_fds",
}
"""What Prometheus and its library tell of every program."""
ENDINGS = ("_bucket", "_sum", "_count")


def rules() -> list[dict[str, Any]]:
    (group,) = yaml.safe_load(ALERTS.read_text("utf-8"))["groups"]
    found: list[dict[str, Any]] = group["rules"]
    return found


def test_each_alarm_asks_for_what_is_told(root: Path) -> None:
    told = set(documented(root)) | OTHERS
    for rule in rules():
        asked = set(re.findall(r"\b(?:rxlens|process)_\w+|\bup\b", rule["expr"]))
        assert asked, rule["alert"]
        for name in asked:
            known = {name, *(name.removesuffix(ending) for ending in ENDINGS)}
            assert known & told, (rule["alert"], name)


def test_each_alarm_is_explained_to_the_operator() -> None:
    text = OPERATE.read_text("utf-8")
    for rule in rules():
        assert f"| `{rule['alert']}` |" in text
        assert rule["labels"]["severity"] in ("page", "day")
    told = set(re.findall(r"^\| `(RxLens\w+)` \|", text, re.MULTILINE))
    assert told == {rule["alert"] for rule in rules()}


def test_prometheus_asks_where_the_service_answers() -> None:
    (job,) = yaml.safe_load(SCRAPE.read_text("utf-8"))["scrape_configs"]
    assert job["metrics_path"] == "/api/v1/metrics"
    assert {rule["expr"] for rule in rules()} >= {f'up{{job="{job["job_name"]}"}} == 0'}


def test_prometheus_takes_the_rules_and_they_work(tmp_path: Path) -> None:
    promtool = program("promtool", "prometheus")
    shutil.copy(ALERTS, tmp_path)
    shutil.copy(Path(__file__).with_name("alerts.test.yaml"), tmp_path)
    for words in (("check", "rules", "alerts.yaml"), ("test", "rules", "alerts.test.yaml")):
        done = subprocess.run(
            [promtool, *words], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr


def test_rules_that_need_a_test_have_one() -> None:
    """Every alarm that reckons, as against one that compares a number."""
    cases = Path(__file__).with_name("alerts.test.yaml").read_text("utf-8")
    reckoning = [
        r["alert"]
        for r in rules()
        if re.search(r"histogram_quantile|/\s|time\(\)|\+ on", r["expr"])
    ]
    assert reckoning
    for name in reckoning:
        assert f"alertname: {name}" in cases
