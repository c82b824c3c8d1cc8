"""The report as PDF: the same bytes always, tagged, archivable, nothing fetched, nothing missing."""

from __future__ import annotations

import hashlib
import io
import re
import subprocess
import sys
from pathlib import Path

import page
import pikepdf
import pytest
from django.utils import translation

from kernel.text import sha256, show_code
from reports.documents import report
from reports.documents.reading import figure_lines
from tests.reports import sample
from ui.documents import engine

HERE = Path(__file__).parent


def quietly(_percent, _phase):
    """A progress nobody looks at."""


@pytest.fixture(scope="module")
def made():
    return {language: report.render(sample.text(), language, progress=quietly) for language in ("pl", "en")}


def words(html: str) -> str:
    """What a reader of a page reads, one line for each line of the source."""
    body = html[html.index("<body>") :]
    lines = (re.sub(r"<[^>]+>", " ", line) for line in body.splitlines())
    return "\n".join(" ".join(line.split()) for line in lines if line.split()) + "\n"


def pages_of(pdf: bytes, tmp_path: Path) -> list[str]:
    (tmp_path / "report.pdf").write_bytes(pdf)
    done = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "report.pdf", "-"], capture_output=True, text=True, check=True
    )
    return done.stdout.split("\f")[:-1]


def test_the_words_of_the_first_template_never_change():
    # A change here needs a new TEMPLATE_VERSION: files of the old one must be made again word for word, years later.
    golden = HERE / "golden" / "report_1_en.txt"
    assert words(report.html(sample.text(), "en")) == golden.read_text()
    assert report.TEMPLATE_VERSION == 1


def test_the_same_snapshot_gives_the_same_bytes_in_another_process(made):
    code = (
        "import os, sys; sys.path[:0] = ['.', 'platform']; import django; django.setup();"
        "from hashlib import sha256; from tests.reports import sample; from reports.documents import report;"
        "pdf = report.render(sample.text(), 'pl', progress=lambda *_: None);"
        "print(sha256(pdf.content).hexdigest())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=HERE.parents[1],
        env={"DJANGO_SETTINGS_MODULE": "config.settings.test", "PYTHONHASHSEED": "7", "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == hashlib.sha256(made["pl"].content).hexdigest()


def test_only_who_makes_a_document_pays_for_its_maker():
    code = (
        "import sys; sys.path[:0] = ['.', 'platform']; import django; django.setup(); import config.urls;"
        "print([name for name in ('weasyprint', 'fontTools') if name in sys.modules])"
    )
    environment = {"DJANGO_SETTINGS_MODULE": "config.settings.test", "PATH": ""}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=HERE.parents[1], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_another_snapshot_gives_other_bytes(made):
    other = report.render(sample.text(previous_sha256="ab" * 32), "pl", progress=quietly)
    assert other.content != made["pl"].content


@pytest.mark.parametrize("language", ["pl", "en"])
@pytest.mark.parametrize("profile", ["ua1", "3a"])
def test_it_is_accessible_and_fit_for_the_archive(made, tmp_path, language, profile):
    path = tmp_path / "report.pdf"
    path.write_bytes(made[language].content)
    found = page.validate_pdf(str(path), profile=page.ValidationProfile(profile))
    assert [str(failure) for failure in found.failures] == []


@pytest.mark.parametrize("language", ["pl", "en"])
def test_it_is_tagged_and_says_its_language_and_title(made, language):
    with pikepdf.open(io.BytesIO(made[language].content)) as pdf:
        title = sample.content()["project"]["title"][language]
        assert bool(pdf.Root.MarkInfo.Marked) is True
        assert str(pdf.Root.Lang) == language
        assert str(pdf.docinfo.Title).endswith(title)
        assert str(pdf.Root.StructTreeRoot.K[0].S) == "/Document"
        assert len(pdf.pages) == made[language].pages


def elements(node, kind):
    """Each structure element of a kind below a node."""
    for kid in node.get("/K", []) if isinstance(node.get("/K"), pikepdf.Array) else []:
        if isinstance(kid, pikepdf.Dictionary):
            if kid.get("/S") == kind:
                yield kid
            yield from elements(kid, kind)


def test_each_header_cell_says_what_it_heads(made):
    with pikepdf.open(io.BytesIO(made["en"].content)) as pdf:
        cells = list(elements(pdf.Root.StructTreeRoot.K[0], "/TH"))
        scopes = {str(cell.A.Scope) for cell in cells}
        assert (len(cells) > 20, scopes) == (True, {"/Row", "/Column"})


def test_the_drawing_is_told_in_one_sentence(made):
    with pikepdf.open(io.BytesIO(made["en"].content)) as pdf:
        told = [str(figure.Alt) for figure in elements(pdf.Root.StructTreeRoot.K[0], "/Figure")]
    assert told == ["Officials trained, by sex. women: 2, men: 1, not told: 0."]


def test_only_our_letters_are_in_it(made):
    with pikepdf.open(io.BytesIO(made["pl"].content)) as pdf:
        names = {
            str(font.BaseFont).partition("+")[2].partition("-")[0]
            for found in pdf.pages
            for font in found.Resources.Font.values()
        }
    assert names == {"Lato"}


def test_every_page_says_which_report_it_is_and_how_to_verify_it(made, tmp_path):
    shown = pages_of(made["en"].content, tmp_path)
    for at, text in enumerate(shown, 1):
        foot = text[text.rindex("Interim report no. 3") :]
        assert f"Page {at} of {len(shown)}" in foot
        assert show_code(sample.CODE) in foot
        assert "https://ratusz.example.org/reports/verify/" in foot
        assert sha256(sample.text())[:12] in foot


def test_polish_letters_and_numbers_come_out_as_written(made, tmp_path):
    text = " ".join(pages_of(made["pl"].content, tmp_path)).replace("\N{NO-BREAK SPACE}", " ")
    for written in ("Zażółć gęślą jaźń", "7 000 000,00 EUR", "01.01.2026", "Kędzierzyn-Koźle", "1,25"):
        assert written in text


def test_nothing_zero_and_not_applicable_are_told_apart():
    shown = words(report.html(sample.text(), "en"))
    assert "I.3\nPartnerships with a signed agreement\npartnerships\n0\n4\n0\n0.00 %\n" in shown
    assert "I.4\nTowns reached\ntowns\n0\n0\nno data\n–\n" in shown
    assert "I.2\nHours of advice\nhours\n0.00\nnot set\n1.25\nn/a\n" in shown


def test_a_figure_over_many_pages_repeats_its_head_and_ends_with_its_sum(tmp_path):
    long = report.render(sample.text(figures=[sample.trained(120)]), "en", progress=quietly)
    evidence = [text for text in pages_of(long.content, tmp_path) if "STR-2026-01" in text]
    assert len(evidence) > 2
    assert all("Town (TERYT)" in text for text in evidence)
    assert re.search(r"Sum of the rows\s+120", evidence[-1])


def test_a_letter_we_cannot_print_is_named():
    with pytest.raises(engine.NotMade, match=r"漢 \(U\+6F22 CJK UNIFIED IDEOGRAPH-6F22\)"):
        report.render(sample.text(narrative=sample.both("漢", "")), "pl", progress=quietly)


def test_the_progress_never_goes_back_and_reaches_the_end():
    told: list[tuple[int, str]] = []
    with translation.override("en"):
        report.render(sample.text(), "en", progress=lambda percent, phase: told.append((percent, str(phase))))
    percents = [percent for percent, _phase in told]
    assert percents == sorted(percents)
    assert (percents[0], percents[-1]) == (1, 95)
    assert list(dict.fromkeys(phase for _percent, phase in told)) == [
        "reading the data",
        "laying out the pages",
        "writing the file",
    ]


def test_who_tells_the_progress_may_stop_the_making():
    def stop(percent, _phase):
        if percent > 20:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        report.render(sample.text(), "en", progress=stop)


def test_the_language_of_the_caller_does_not_matter(made):
    with translation.override("pl"):
        assert report.render(sample.text(), "en", progress=quietly).content == made["en"].content


def test_a_town_in_the_evidence_is_called_by_its_name():
    town = sample.row("organisations.organisation", 23, "2026-03-01", 1, town="Cieszyn", teryt="2403011")
    found = sample.figure("I.4", sample.both("Miasta", "Towns"), "town", "towns_reached", total=1, rows=[town])
    with translation.override("en"):
        (line,) = figure_lines([found])[0].rows
    assert (line.title, line.kind_label) == ("Cieszyn", "town")


def test_words_are_not_divided_in_running_text(made, tmp_path):
    lines = "".join(pages_of(made["en"].content, tmp_path)).splitlines()
    assert [line for line in lines if re.search(r"[a-z]-$", line)] == []
