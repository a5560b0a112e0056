"""The container recipe and the compose file, read; what was built of them is tried by ``test_image.py``.

What they name has to exist (files, settings, options, users, networks), and what they promise has to stand in them.
Where docker-compose is installed it reads the file as well.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from functools import cache
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
import yaml
from flask import Flask

from tests.deploy.recipes import OPERATE, RECIPES, dask_help, program
from tests.reports import ROGUE, report
from tests.test_docs import ROOT, rxlens_help
from tests.web.conftest import QUIET, Canned
from web import create_app
from web.settings import read_settings

COMPOSE, CONTAINERFILE = RECIPES / "compose.yaml", RECIPES / "Containerfile"
GO_OUT = {"web", "worker", "sweep"}
"""Those that visit sites or ask registries."""
OURS = {"web", "scheduler", "worker", "sweep"}


@cache
def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(COMPOSE.read_text("utf-8"))
    return found


def services() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = compose()["services"]
    return found


def instructions(name: str) -> list[str]:
    text = re.sub(r"\\\n\s*", "", CONTAINERFILE.read_text("utf-8"))
    return re.findall(rf"^{name} (.*)$", text, re.MULTILINE)


each = pytest.mark.parametrize("name", sorted(services()))


# What is promised


@each
def test_a_service_is_shut_in(name: str) -> None:
    service = services()[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    # The proxy's program file cannot be started without the one.
    assert service.get("cap_add", []) == (["NET_BIND_SERVICE"] if name == "proxy" else [])
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert not {"privileged", "pid", "ipc", "network_mode", "devices"} & service.keys()
    assert service["logging"]["options"].keys() == {"max-size", "max-file"}


@each
def test_a_service_has_limits(name: str) -> None:
    service = services()[name]
    limits = service["deploy"]["resources"]["limits"]
    assert float(limits["cpus"]) > 0
    assert re.fullmatch(r"\d+[MG]", limits["memory"])
    assert service["pids_limit"] > 0


@each
def test_a_service_runs_as_nobody_special(name: str) -> None:
    user = services()[name].get("user")
    if user is None:
        assert name in OURS
        (user,) = instructions("USER")
    assert all(int(part) > 0 for part in user.split(":"))


@each
def test_a_service_is_looked_after(name: str) -> None:
    service = services()[name]
    if name == "web":
        assert "/api/v1/ready" in instructions("HEALTHCHECK")[0], "the image's own"
    elif name == "sweep":
        assert service["healthcheck"] == {"disable": True}, "it ends by itself"
        assert service["restart"] == "no"
    else:
        assert service["healthcheck"]["test"][0] == "CMD"
    if name != "sweep":
        assert service["restart"] == "unless-stopped"
    for other, how in service.get("depends_on", {}).items():
        assert other in services()
        assert how == {"condition": "service_healthy"}


def test_only_those_that_visit_sites_have_a_way_out() -> None:
    networks = compose()["networks"]
    ways_out = {name for name, about in networks.items() if not about.get("internal")}
    assert ways_out == {"front", "egress"}
    out = {name for name, service in services().items() if "egress" in service["networks"]}
    assert out == GO_OUT
    assert {name for name, s in services().items() if "front" in s["networks"]} == {"proxy"}
    assert [name for name, service in services().items() if "ports" in service] == ["proxy"]
    for name, service in services().items():
        assert set(service["networks"]) <= networks.keys(), name


def test_the_ways_out_are_those_of_the_firewall() -> None:
    networks = compose()["networks"]
    bridges = {
        about["driver_opts"]["com.docker.network.bridge.name"]
        for about in networks.values()
        if not about.get("internal")
    }
    rules = (RECIPES / "nftables/rxlens.nft").read_text("utf-8")
    (told,) = re.findall(r"^define ways_out = \{(.*)\}", rules, re.MULTILINE)
    assert set(re.findall('"([a-z-]+)"', told)) == bridges
    assert all(len(name) < 16 for name in bridges), "as long as Linux takes"


def test_the_store_is_reached_by_those_who_keep_and_nobody_else() -> None:
    for name in ("store", "limits"):
        assert services()[name]["networks"] == ["back"]
    assert {n for n, s in services().items() if "back" in s["networks"]} == {
        "store", "limits", "web", "sweep"
    }  # fmt: skip


def test_secrets_are_files_and_each_is_explained() -> None:
    secrets = compose()["secrets"]
    used = {name for service in services().values() for name in service.get("secrets", [])}
    assert used == secrets.keys()
    text = COMPOSE.read_text("utf-8")
    assert not re.search(r"(?i)(password|token|key)\w*: (?!/run/secrets/|\{file)\S", text)
    for name, about in secrets.items():
        assert about == {"file": f"./secrets/{name}"}
        assert f"secrets/{name}" in OPERATE.read_text("utf-8")
    assert "/docs/deploy/secrets/" in (ROOT / ".gitignore").read_text("utf-8")


# What is named


@each
def test_settings_are_settings(name: str) -> None:
    told = services()[name].get("environment", {})
    settings = {key: value for key, value in told.items() if key.startswith("RXLENS_")}
    file = settings.pop("RXLENS_CONFIG", None)
    if file is not None:
        assert file.removeprefix("/run/secrets/") in services()[name]["secrets"]
    text = {key: re.sub(r"\$\{SITE:-(.*?)\}", r"\1", value) for key, value in settings.items()}
    found = read_settings(text)
    if name == "web":
        (subnet,) = (c["subnet"] for c in compose()["networks"]["inner"]["ipam"]["config"])
        assert found.proxies == (ip_network(subnet),)


def test_settings_of_the_image_are_settings() -> None:
    told = dict(re.findall(r"(RXLENS_\w+)=(\S+)", " ".join(instructions("ENV"))))
    assert read_settings(told).host == "0.0.0.0"
    (port,) = instructions("EXPOSE")
    assert read_settings(told).port == int(port)


def test_what_is_asked_for_health_is_answered() -> None:
    app: Flask = create_app(QUIET, engine=Canned(report(ROGUE)))
    text = COMPOSE.read_text("utf-8") + CONTAINERFILE.read_text("utf-8")
    paths = set(re.findall(r":8000(/[a-z0-9/]+)", text))
    assert paths == {"/api/v1/ready", "/api/v1/health"}
    try:
        for path in paths:
            assert app.test_client().get(path).status_code == 200
    finally:
        app.extensions["rxlens"].close()


@each
def test_files_that_are_put_in_are_there(name: str) -> None:
    service = services()[name]
    for volume in service.get("volumes", []):
        source = volume.split(":")[0]
        assert (
            (RECIPES / source).exists()
            if source.startswith(".")
            else source in compose()["volumes"]
        )
    build = service.get("build")
    assert (build is not None) == (name in OURS)
    if build:
        context = (RECIPES / build["context"]).resolve()
        assert context == ROOT
        assert (context / build["dockerfile"]) == CONTAINERFILE
        requirements = build.get("args", {}).get("REQUIREMENTS", "run")
        assert (ROOT / f"requirements/{requirements}.txt").exists()


def test_options_of_programs_exist() -> None:
    for name, verb in (("scheduler", "scheduler"), ("worker", "worker")):
        service = services()[name]
        assert service["entrypoint"] == ["dask", verb]
        for option in re.findall(r"--[a-z-]+", " ".join(service["command"])):
            assert option in dask_help(verb)
    assert services()["sweep"]["entrypoint"] == ["rxlens", "sweep"]
    (example,) = re.findall(r"run --rm sweep (.*)$", COMPOSE.read_text("utf-8"), re.MULTILINE)
    for option in re.findall(r"--[a-z-]+", example):
        assert option in rxlens_help("sweep")


def test_the_image_is_made_of_what_is_here() -> None:
    for line in instructions("COPY"):
        *sources, _ = line.split()
        if sources[0].startswith("--from="):
            continue
        for source in sources:
            assert (ROOT / source).exists(), source
    installs = [line for line in instructions("RUN") if "pip install" in line]
    assert installs
    for line in installs:
        assert "--require-hashes" in line or "--no-index" in line
    assert any("model.shipped()" in line for line in instructions("RUN"))


@pytest.mark.parametrize("group", ["run", "sweep"])
def test_requirements_of_the_images_have_hashes_and_are_the_same_where_both_have_them(
    group: str,
) -> None:
    text = (ROOT / f"requirements/{group}.txt").read_text("utf-8")
    entries = re.findall(r"^([a-z0-9-]+)==(\S+)[^\n]*\\\n(?:    --hash=.*\n)+", text, re.MULTILINE)
    assert len(entries) == len(re.findall(r"^\S+==", text, re.MULTILINE)) > 20
    assert "://" not in text
    run = dict(
        re.findall(r"^([a-z0-9-]+)==(\S+)", (ROOT / "requirements/run.txt").read_text(), re.M)
    )
    assert {name: version for name, version in entries if name in run} == run


def test_docker_compose_takes_the_file(tmp_path: Path) -> None:
    found = program("docker-compose", "docker-compose")
    place = tmp_path / "docs" / "deploy"
    shutil.copytree(RECIPES, place)
    (place / "secrets").mkdir()
    for name in compose()["secrets"]:
        (place / "secrets" / name).write_text("x")
    # Of the file's words Debian's docker-compose (1.29) knows all but this one.
    text = re.sub(r"(?m)^name: .*\n", "", COMPOSE.read_text("utf-8"))
    (place / "compose.yaml").write_text(text)
    done = subprocess.run(
        [found, "--file", str(place / "compose.yaml"), "config", "--quiet"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
