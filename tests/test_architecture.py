"""Who may import what, and what every signal owes its reader.

Evidence -> signals -> verdict -> report: each step sees only what stands before it. The rules
are read from the source, so that they hold for files nobody has run yet.
"""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain
from pathlib import Path

import pytest

from checker.evidence import ADDRESS_SOURCES, FAMILIES
from checker.finding import Measure
from checker.signals import Signal, all_signals

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "checker"

CLIENTS = ("ssl", "http", "urllib.request", "httpx", "httpcore", "requests", "dns")
NETWORK = ("socket", *CLIENTS)
OUTSIDE = (*NETWORK, "os", "sys", "io", "pathlib", "tempfile", "subprocess", "shutil", "logging")
CLOCKS = ("time", "datetime", "zoneinfo", "random", "secrets", "uuid")
MODELS = ("numpy", "scipy", "sklearn", "torch", "pandas", "models")
BOOSTERS = "lightgbm"
"""Loaded by ``checker.model`` alone, and only when a model is asked for."""
WEB = ("flask", "werkzeug", "jinja2", "web")


VALUES = ("registration", "dns_records", "certificate", "origin")

MODULE_OF = {
    "dnspython": "dns",
    "phonenumberslite": "phonenumbers",
    "pyahocorasick": "ahocorasick",
}
"""Packages whose module has another name."""

FORBIDDEN = [
    ("checker", (*WEB, *MODELS, "tests", "benchmarks")),
    # A socket pair joins the reading processes to their parent; it reaches nobody.
    ("checker.page", (*CLIENTS, "checker.net", "checker.gather", "checker.signals")),
    ("checker.page", ("checker.check", "checker.verdict", "checker.report")),
    ("checker.gather", ("checker.signals", "checker.verdict", "checker.report", "checker.check")),
    ("checker.net", ("checker.page", "checker.gather", "checker.signals", "checker.verdict")),
    ("checker.verdict", ("checker.page", "checker.gather", "checker.net", *NETWORK, *CLOCKS)),
    ("checker.kind", ("checker.gather", "checker.net", *NETWORK, *CLOCKS)),
    ("checker.finding", ("checker.evidence", "checker.page", "checker.gather", "checker.net")),
    *((f"checker.{value}", (*NETWORK, *CLOCKS[:1])) for value in VALUES),
    ("checker.evidence", ("checker.gather", "checker.net", "checker.signals", "checker.verdict")),
    ("checker.report", ("checker.gather", "checker.net", "checker.page", *NETWORK)),
]
"""(module or package, what neither it nor anything in it imports)."""

PARTS = {
    "target",
    "hops",
    "page",
    "site",
    "host",
    "views",
    "claims",
    "registers",
    *ADDRESS_SOURCES,
    FAMILIES,
}
"""The parts of the evidence a signal may need."""

SIGNALS_MAY_IMPORT = (
    "checker.authorities",
    "checker.certificate",
    "checker.claim_check",
    "checker.countries",
    "checker.dns_records",
    "checker.domains",
    "checker.evidence",
    "checker.finding",
    "checker.hacked",
    "checker.host_pages",
    "checker.lookalike",
    "checker.message",
    "checker.origin",
    "checker.page.actions",
    "checker.page.folding",
    "checker.page.facts",
    "checker.page.mails.anonymous_provider",
    "checker.page.markers.strong_marks",
    "checker.page.medicines",
    "checker.page.literals.Anchored",
    "checker.page.offers.SELLING",
    "checker.page.once",
    "checker.page.phrases.phrases_in",
    "checker.page.places",
    "checker.page.seals.approvals_in",
    "checker.page.seals.retired_seals",
    "checker.page.prices.MOST_PRICES",
    "checker.page.trade",
    "checker.page.words",
    "checker.page.terms.fold_pattern",
    "checker.patterns",
    "checker.place_names",
    "checker.raw_material",
    "checker.reference",
    "checker.regions",
    "checker.registration",
    "checker.relatives",
    "checker.relatives_told",
    "checker.route",
    "checker.seen",
    "checker.services",
    "checker.signals",
    "checker.site",
    "checker.target",
)
"""Values, the packaged tables, and the readers of single words that the page reader uses too."""


@cache
def modules() -> dict[str, Path]:
    """Every module of the package by its dotted name."""
    named = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        named[".".join(parts).removesuffix(".__init__")] = path
    return named


def imports(path: Path) -> Iterator[str]:
    """Every name ``path`` imports, anywhere in it; ``from a import b`` is ``a.b``."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from imported_by(node)


def imported_by(node: ast.Import | ast.ImportFrom) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    else:
        yield from (f"{node.module}.{alias.name}" for alias in node.names)


def inside(module: str, package: str) -> bool:
    """Whether ``module`` is ``package`` or lies in it."""
    return f"{module}.".startswith(f"{package}.")


@pytest.mark.parametrize(("package", "forbidden"), FORBIDDEN)
def test_forbidden_imports(package: str, forbidden: tuple[str, ...]) -> None:
    seen = [
        f"{name} imports {imported}"
        for name, path in modules().items()
        if inside(name, package)
        for imported in imports(path)
        if any(inside(imported, banned) for banned in forbidden)
    ]
    assert seen == []


def test_only_the_model_loads_boosters() -> None:
    loading = [
        name
        for name, path in modules().items()
        if any(inside(imported, BOOSTERS) for imported in imports(path))
    ]
    assert loading == ["checker.model"]


@pytest.mark.parametrize(
    ("imported", "package", "expected"),
    [
        ("checker.net.guard", "checker.net", True),
        ("checker.net", "checker.net", True),
        ("checker.network", "checker.net", False),
        ("timeit", "time", False),
    ],
)
def test_inside(imported: str, package: str, expected: bool) -> None:
    assert inside(imported, package) is expected


def signal_files() -> list[Path]:
    return sorted(path for path in (PACKAGE / "signals").glob("*.py") if path.stem != "__init__")


@pytest.mark.parametrize("path", signal_files(), ids=lambda path: path.stem)
def test_signals_see_values_only(path: Path) -> None:
    """No network, no clock, no file, and nothing that comes later in the flow."""
    for imported in imports(path):
        if inside(imported, "checker"):
            assert any(inside(imported, allowed) for allowed in SIGNALS_MAY_IMPORT), imported
        else:
            top = imported.partition(".")[0]
            assert top in sys.stdlib_module_names, imported
            assert not any(inside(imported, banned) for banned in (*OUTSIDE, *CLOCKS)), imported
    called = {
        node.func.id
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert not called & {"open", "print", "input", "eval", "exec", "__import__"}


def test_every_dependency_is_declared_and_used() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    expected = modules_of(project["dependencies"])
    extras = modules_of(chain.from_iterable(project["optional-dependencies"].values()))
    sources = (*modules().values(), *(ROOT / "web").rglob("*.py"))
    imported = {name.partition(".")[0] for path in sources for name in imports(path)}
    # Flask is what is declared; it states the versions of what it is made of.
    ours = {"checker", "web", "werkzeug", "jinja2", "markupsafe"}
    assert imported - set(sys.stdlib_module_names) - ours <= expected | extras
    read = {text for path in modules().values() for text in texts(path)}
    assert expected <= imported | read, "data packages are named where their files are read"


def modules_of(requirements: Iterable[str]) -> set[str]:
    """The modules that requirements such as ``redis>=8`` bring."""
    names = (re.split(r"[<>=!~ \[;]", line)[0] for line in requirements)
    return {MODULE_OF.get(name, name.replace("-", "_")) for name in names}


def test_extras_are_imported_where_they_are_used() -> None:
    """What is not always installed is imported in a function, never on the way in."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = modules_of(chain.from_iterable(project["optional-dependencies"].values()))
    for path in (*modules().values(), *(ROOT / "web").rglob("*.py")):
        top = ast.parse(path.read_text(encoding="utf-8")).body
        on_the_way_in = {
            name.partition(".")[0]
            for node in top
            if isinstance(node, ast.Import | ast.ImportFrom)
            for name in imported_by(node)
        }
        assert not on_the_way_in & extras, path


def texts(path: Path) -> Iterator[str]:
    """All string constants of a source file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


SIGNAL_IDS = [path.stem for path in signal_files() if not path.stem.startswith("_")]


@pytest.fixture
def signal(request: pytest.FixtureRequest) -> Signal:
    return all_signals()[request.param]


def test_there_are_signals() -> None:
    assert list(all_signals()) == SIGNAL_IDS != []


@pytest.mark.parametrize("signal", SIGNAL_IDS, indirect=True)
def test_signal_describes_itself(signal: Signal) -> None:
    meta = signal.meta
    assert re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)+", signal.id), "words joined by underscores"
    assert not re.match(r"(no|not|without)_", signal.id), "names what is observed, positively"
    for text in (meta.title, meta.why, meta.verify, meta.source):
        assert text.strip() == text != ""
    assert not re.search(r"general knowledge", meta.source, re.IGNORECASE)
    assert meta.title[0].isupper()
    assert not meta.title.endswith(".")
    assert set(meta.needs) <= PARTS
    assert meta.needs
    assert meta.version >= 1


@pytest.mark.parametrize("signal", SIGNAL_IDS, indirect=True)
def test_signal_measures_are_named_and_described(signal: Signal) -> None:
    for name, measure in signal.meta.measures.items():
        assert re.fullmatch(r"[a-z][a-z0-9_]*", name)
        assert isinstance(measure, Measure)
        assert measure.unit
        assert measure.direction in (-1, 0, 1)


@pytest.mark.parametrize("signal", SIGNAL_IDS, indirect=True)
def test_signal_module_has_its_parts(signal: Signal) -> None:
    tree = ast.parse((PACKAGE / f"signals/{signal.id}.py").read_text(encoding="utf-8"))
    assert ast.get_docstring(tree)
    (detect,) = (
        node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == "detect"
    )
    names = [argument.arg for argument in detect.args.args]
    assert len(names) == len(signal.meta.needs)


@pytest.mark.parametrize("name", SIGNAL_IDS)
@pytest.mark.parametrize("case", ["present", "absent", "near"])
def test_signal_is_tried_on_a_case(name: str, case: str) -> None:
    """Each has a test file with something seen, something not, and a near miss."""
    path = ROOT / f"tests/signals/test_{name}.py"
    assert path.is_file(), f"{path.name} is missing"
    assert any(case in words for words in words_of(path)), f"{path.name} has no {case!r} case"


def words_of(path: Path) -> Iterator[str]:
    """Names of test functions and all texts of a test file, ids of its cases among them."""
    yield from texts(path)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef):
            yield node.name
        elif isinstance(node, ast.Attribute):
            yield node.attr.lower()
