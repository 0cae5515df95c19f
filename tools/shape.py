"""`python -m tools.shape [DIR]`: the shape of the packages under bot/ in figures.

Counts modules in each folder and imports between modules, and how many of them stay inside one
package or run against the order of packages that import-linter holds (pyproject.toml); measures
the length of functions and modules.
"""

import ast
import statistics
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

NOT_COUNTED = ("versions",)  # migrations


def modules(root: Path) -> Iterator[Path]:
    for path in sorted((root / "bot").rglob("*.py")):
        if not any(part in NOT_COUNTED for part in path.parts):
            yield path


def imports(path: Path) -> Iterator[str]:
    """The modules of ours that a module imports from, once for each statement."""
    for node in ast.walk(ast.parse(path.read_text())):
        match node:
            case ast.ImportFrom(module=str(module)) if module.startswith("bot."):
                yield module
            case ast.ImportFrom(module="bot", names=names):
                yield from (f"bot.{name.name}" for name in names)
            case ast.Import(names=names):
                yield from (name.name for name in names if name.name.startswith("bot."))


def contracts(root: Path) -> list[dict[str, Any]]:
    settings = tomllib.loads((root / "pyproject.toml").read_text())
    found: list[dict[str, Any]] = settings["tool"]["importlinter"]["contracts"]
    return found


def order(root: Path) -> list[str]:
    """The packages from the lowest to the highest."""
    layers = contracts(root)[0]["layers"]
    return [name.strip() for layer in reversed(layers) for name in layer.split("|")]


def imports_of_subjects(root: Path) -> str:
    """Of the modules of subjects: inside the subject / of another subject / of shared packages."""
    subjects = {name.removeprefix("bot.") for name in contracts(root)[1].get("containers", ())}
    count: Counter[str] = Counter()
    for path in modules(root):
        package = path.relative_to(root / "bot").parts[0]
        if package in subjects:
            targets = [name.split(".")[1] for name in imports(path)]
            count["inside"] += sum(target == package for target in targets)
            count["other"] += sum(target in subjects - {package} for target in targets)
            count["shared"] += sum(target not in subjects for target in targets)
    return f"{count['inside']} / {count['other']} / {count['shared']}"


def function_lengths(path: Path) -> Iterator[int]:
    """In lines, from `def` to the last statement, docstring included."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield (node.end_lineno or node.lineno) - node.lineno + 1


def sizes(root: Path) -> dict[str, object]:
    functions = [length for path in modules(root) for length in function_lengths(path)]
    largest = max(modules(root), key=lines)
    p95 = statistics.quantiles(functions, n=20)[-1]
    median = statistics.median(functions)
    return {
        "lines of a function, median/p95/max": f"{median:.0f} / {p95:.0f} / {max(functions)}",
        "largest module, lines": f"{lines(largest)} ({largest.relative_to(root)})",
    }


def lines(path: Path) -> int:
    return len(path.read_text().splitlines())


def figures(root: Path) -> dict[str, object]:
    rank = {name: place for place, name in enumerate(order(root))}
    rank["settings"] = -1
    folders = Counter(path.parent for path in modules(root) if path.stem != "__init__")
    inside = crossing = back = 0
    for path in modules(root):
        package = path.relative_to(root / "bot").parts[0].removesuffix(".py")
        for target in (name.split(".")[1] for name in imports(path)):
            inside += target == package
            crossing += target != package
            back += rank.get(target, 0) > rank.get(package, 0)
    fullest = folders.most_common(1)[0]
    plan = {path.relative_to(root / "bot").parts[0] for path in modules(root) if is_plan(path)}
    return {
        "modules": sum(folders.values()),
        "folders": len(folders),
        "most modules in one folder": f"{fullest[1]} ({fullest[0].relative_to(root)})",
        "imports inside a package": inside,
        "imports between packages": crossing,
        "imports against the order": back,
        "imports of subjects: own/other/shared": imports_of_subjects(root),
        "packages with modules of the plan": f"{len(plan)} ({', '.join(sorted(plan))})",
        **sizes(root),
    }


def is_plan(path: Path) -> bool:
    return path.stem.split("_")[0] in ("plan", "plans") or "plan" in path.parts


if __name__ == "__main__":
    where = Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve()
    for name, figure in figures(where).items():
        print(f"{name:38} {figure}")  # noqa: T201  # the command's output
