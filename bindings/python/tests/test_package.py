"""The package as such: its types, its documentation, its examples."""

from __future__ import annotations

import importlib.metadata
import inspect
import pathlib
import re
import shutil
import subprocess
import sys

import pytest
from conftest import NOW, SOURCE, example

import passerelle

PROJECT = SOURCE / "bindings" / "python"
EXAMPLES = sorted((PROJECT / "examples").glob("*.py"))


@pytest.mark.parametrize("checker", [["mypy", "--strict"], ["pyright"]], ids=lambda words: words[0])
def test_the_examples_pass_a_strict_type_checker(checker, tmp_path):
    pytest.importorskip(checker[0])
    for example in EXAMPLES:
        shutil.copy(example, tmp_path)
    (tmp_path / "pyproject.toml").write_text(
        '[tool.pyright]\ntypeCheckingMode = "strict"\nreportMissingTypeStubs = false\n'
        "reportUnknownMemberType = false\nreportUnknownVariableType = false\nreportUnknownArgumentType = false\n"
        '[[tool.mypy.overrides]]\nmodule = ["pkcs11.*", "pyarrow.*"]\nignore_missing_imports = true\n'
    )
    command = [sys.executable, "-m", *checker, *(["."] if checker[0] == "mypy" else ["--pythonpath", sys.executable])]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("checker", [["mypy", "--strict"], ["pyright"]], ids=lambda words: words[0])
def test_a_wrong_program_does_not_pass(checker, tmp_path):
    pytest.importorskip(checker[0])
    (tmp_path / "wrong.py").write_text(
        "import passerelle\n"
        "from passerelle import records\n"
        "passerelle.open('text', None)\n"
        "records.Text(lang='en')\n"
        "records.Text(lang='en', text='x').text = 'y'\n"
        "passerelle.convert(b'', 'other')\n"
    )
    command = [sys.executable, "-m", *checker, "wrong.py", *([] if checker[0] == "mypy" else ["--pythonpath", sys.executable])]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    for line in (3, 4, 5, 6):
        assert f"wrong.py:{line}:" in done.stdout, done.stdout


def test_the_quickstart_runs():
    done = subprocess.run([sys.executable, PROJECT / "examples" / "quickstart.py"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "refused: SIG_INVALID invalid" in done.stdout and "to XC: ['REL_NOT_LISTED']" in done.stdout


def test_the_blocks_of_the_readme_run(monkeypatch):
    text = (PROJECT / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    assert len(blocks) >= 8
    monkeypatch.chdir(SOURCE)
    names: dict = {}
    for block in blocks:
        exec(compile(block, "README.md", "exec"), names)


def test_everything_public_is_documented():
    for name in passerelle.__all__:
        value = getattr(passerelle, name)
        if inspect.isfunction(value) or inspect.isclass(value):
            assert inspect.getdoc(value), name
            for part, member in vars(value).items() if inspect.isclass(value) else ():
                if not part.startswith("_") and inspect.isfunction(member) and value.__module__ != "typing":
                    assert inspect.getdoc(getattr(value, part)), f"{name}.{part}"


def test_the_package_is_whole():
    folder = pathlib.Path(passerelle.__file__).parent
    assert (folder / "py.typed").exists()
    assert [path.name for path in folder.glob("_native/libpasserelle_ffi.*")]
    assert "site-packages" in str(folder)
    held = [file for file in importlib.metadata.files("passerelle") or () if ".dist-info/licenses/" in file.as_posix()]
    assert sorted(file.name for file in held) == ["LICENSE-APACHE", "LICENSE-MIT"]
    assert all(len(file.read_text("utf-8")) > 1000 for file in held)


def test_the_other_examples_do_what_they_say(world, monkeypatch):
    pyarrow = pytest.importorskip("pyarrow")
    import sqlite3

    monkeypatch.syspath_prepend(str(PROJECT / "examples"))
    from batch_arrow import verify
    from revisions_sqlite import SqliteRevisions, receive

    envelopes = [
        passerelle.sign(example(f"modus-operandi-sea-route-rev{rev}"), world.south, now=NOW) for rev in (1, 2)
    ]
    monkeypatch.setattr("passerelle._boundary.time.time", lambda: NOW.timestamp())
    table = verify(pyarrow.table({"envelope": pyarrow.array([*envelopes, b"{}"])}), world.trust)
    assert table.column("code").to_pylist() == [None, None, "ENV_CONTENT"]
    assert table.column("rev").to_pylist() == [1, 2, None]
    revisions = SqliteRevisions(sqlite3.connect(":memory:"))
    assert [receive(envelope, world.trust, revisions).rev for envelope in envelopes] == [1, 2]
    assert len(revisions.digests(table.column("id")[0].as_py(), 1)) == 1
