"""What is written about the project is true: commands, paths, examples, versions, words."""

from __future__ import annotations

import doctest
import importlib
import re
import shutil
import subprocess
import sys
import tomllib
import types
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import checker
from checker.verdict import Level

ROOT = Path(__file__).resolve().parent.parent
DOCS = [
    "README.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    *sorted(f"docs/{p.name}" for p in ROOT.glob("docs/*.md")),
]
TEXT = {".cfg", ".in", ".ini", ".json", ".md", ".py", ".sh", ".toml", ".txt", ".yml", ""}


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(name: str, language: str) -> list[str]:
    """The fenced blocks of a page written in ``language``."""
    return re.findall(rf"^```{language}\n(.*?)^```$", read(name), re.MULTILINE | re.DOTALL)


@cache
def rxlens_help(*command: str) -> str:
    words = [sys.executable, "-m", "checker", *command, "--help"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    return done.stdout


@cache
def committed() -> list[Path]:
    """The files of the project that hold text, as git knows them."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("no git here: which files are committed is unknown")
    listed = subprocess.run(
        [git, "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    return [path for path in paths if path.suffix in TEXT and path.is_file()]


# Commands


def commands() -> list[str]:
    """The commands of the command line, read from its own help."""
    return re.findall(r"^    ([a-z][a-z-]+)\b", rxlens_help(), re.MULTILINE)


def documented() -> Iterator[str]:
    """Every ``rxlens …`` line of the README."""
    for block in blocks("README.md", "(?:sh|console)"):
        for line in block.splitlines():
            words = re.sub(r"^\$ ", "", line).split("#")[0].strip()
            if words:
                yield words


def test_all_commands_are_documented() -> None:
    told = " \n".join(documented())
    assert commands()
    missing = [command for command in commands() if f"rxlens {command}" not in told]
    assert missing == []


def test_documented_commands_and_options_exist() -> None:
    lines = [line for line in documented() if "rxlens " in line]
    assert lines
    for line in lines:
        words = line[line.index("rxlens ") :].split()[1:]
        if words[0] not in commands():
            assert words[0].startswith("--") or "." in words[0], line
            continue
        help_text = rxlens_help(words[0])
        for option in (word for word in words[1:] if word.startswith("--")):
            assert option in help_text, line


def test_options_are_documented() -> None:
    told = read("README.md")
    for command in commands():
        for option in set(re.findall(r"--[a-z-]+", rxlens_help(command))) - {"--help"}:
            assert option in told, f"{command} {option}"


def test_documented_make_targets_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", read("Makefile"), re.MULTILINE))
    told = {word for name in DOCS for word in re.findall(r"\bmake ([a-z]+)`", read(name))}
    told |= {w for b in blocks("README.md", "sh") for w in re.findall(r"^make ([a-z]+)", b, re.M)}
    assert {"run", "test", "install"} <= told <= targets
    assert set(re.findall(r"make ([a-z]+) ", read("Makefile"))) == targets - {"help"}


def test_ci_runs_the_documented_test_command() -> None:
    assert "make test" in read(".ci/run").splitlines()[-1]
    assert "make test" in "".join(blocks("README.md", "sh"))


# Pages


@pytest.mark.parametrize("name", DOCS)
def test_paths_and_links_lead_somewhere(name: str) -> None:
    text = read(name)
    linked = re.findall(r"\]\((?!https?://|#)([^)#]+)[^)]*\)", text)
    for link in linked:
        assert ((ROOT / name).parent / link).exists(), link
    example = "premium_rate_number"
    for path in re.findall(r"`((?:checker|tests|docs|scripts|requirements)/[^`\s]*)`", text):
        if example in path or "<" in path or "*" in path:
            continue
        assert (ROOT / path).exists(), path


def test_worked_example_of_a_signal() -> None:
    """Both blocks of the page run, and every case of its table holds."""
    source, test = blocks("docs/signals.md", "python")
    name = "checker.signals.premium_rate_number"
    assert not (ROOT / f"{name.replace('.', '/')}.py").exists(), "take another example"
    signal = types.ModuleType(name)
    exec(compile(source, name, "exec"), signal.__dict__)
    assert set(signal.META.needs) == {"site"}
    sys.modules[name] = signal
    try:
        space: dict[str, Any] = {"__name__": "example"}
        exec(compile(test, "docs/signals.md", "exec"), space)
    finally:
        del sys.modules[name]
    (table,) = space["test_detect"].pytestmark
    ids = [case.id for case in table.args[1]]
    assert {i.partition(":")[0] for i in ids} >= {"present", "absent", "near_miss"}
    for case in table.args[1]:
        space["test_detect"](*case.values)


def modules_with_examples() -> list[str]:
    return [
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for path in sorted((ROOT / "checker").rglob("*.py"))
        if ">>>" in path.read_text(encoding="utf-8")
    ]


@pytest.mark.parametrize("name", modules_with_examples())
def test_examples_in_docstrings(name: str) -> None:
    result = doctest.testmod(importlib.import_module(name))
    assert result.attempted
    assert result.failed == 0


# One fact, one place


def test_newest_changes_are_of_this_version() -> None:
    (newest, *_) = re.findall(r"^## (\S+)", read("CHANGELOG.md"), re.MULTILINE)
    assert newest == checker.__version__


@pytest.mark.parametrize("level", Level)
def test_levels_are_explained(level: Level) -> None:
    assert f"| `{level.value}` |" in read("README.md")


def test_requirements_are_pinned_with_hashes_and_name_no_host() -> None:
    pins = {}
    for group in ("run", "test"):
        text = read(f"requirements/{group}.txt")
        assert "://" not in text
        assert "index-url" not in text
        entries = re.findall(r"^([a-z0-9-]+)==(\S+)[^\n]*\\\n((?:    --hash=.*\n)+)", text, re.M)
        assert len(entries) == len(re.findall(r"^\S+==", text, re.MULTILINE))
        pins[group] = {name: version for name, version, _ in entries}
    assert pins["run"].items() <= pins["test"].items()
    project = tomllib.loads(read("pyproject.toml"))["project"]
    for dependency in project["dependencies"]:
        name, _, least = dependency.partition(">=")
        assert version_of(pins["run"][name.partition("[")[0]]) >= version_of(least), dependency


def version_of(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split("."))


# Words


def test_no_path_of_a_machine_and_no_key() -> None:
    """Nothing tells where this was written, or how to get in anywhere."""
    telling = re.compile(
        r"(?<![\w.])/(?:work|root|Users)/\w|(?<![\w.])/home/\w|pypi\.org/simple"
        r"|-----BEGIN [A-Z ]*PRIVATE KEY-----(?!\\n)|\bgh[pousr]_\w{20,}"
    )
    seen = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in committed()
        if path != Path(__file__).resolve()
        for match in [telling.search(path.read_text(encoding="utf-8"))]
        if match
    ]
    assert seen == []


def test_no_level_is_called_safe() -> None:
    """Neither in the levels nor in any sentence about them."""
    assert not any("safe" in level.value for level in Level)
    assert '"safe"' in read("README.md"), "the README says that the word is never used"
    for name in DOCS:
        assert not re.search(r"`safe`|\blevel:? safe\b|\bis safe\b", read(name), re.IGNORECASE)


def sentences() -> Iterator[tuple[Path, str]]:
    """Every sentence of ours that a reader of a report can meet: the templates."""
    for path in sorted((ROOT / "checker").rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        for call in re.finditer(r"\bN_\(\s*((?:\"(?:[^\"\\]|\\.)*\"\s*)+)\)", source):
            yield path, "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', call.group(1)))


def test_our_sentences_accuse_nobody() -> None:
    accusing = re.compile(r"\b(safe|illegal(?:ly)?|unlawful(?:ly)?|scam\w*|fraud\w*)\b", re.I)
    found = list(sentences())
    assert found
    assert [(path.name, text) for path, text in found if accusing.search(text)] == []
