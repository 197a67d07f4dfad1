"""The same questions to the database and to Elasticsearch."""

from datetime import timedelta

import pytest
from pytest_django import Settings

from courses.catalogue.enums import Mode, RunState
from courses.catalogue.models import Course, Speaker
from courses.catalogue.queries import search_courses
from courses.catalogue.services import rebuild_index, save_session
from lms.competency.models import IndustryChain
from tests.cast import NOW
from tests.courses.lectures import make_course, make_run, make_session
from tests.services.process import free_port


@pytest.fixture(params=["database", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)])
def engine(request: pytest.FixtureRequest, settings: Settings) -> str:
    if request.param == "elasticsearch":
        settings.ELASTICSEARCH_URL = request.getfixturevalue("elasticsearch_url")
        settings.ELASTICSEARCH_PREFIX = "search_test"
    return str(request.param)


@pytest.fixture
def catalogue(db: None) -> None:
    hall = make_course("hall", title_zh="知识产权与创新大讲堂", title_en="Lecture hall on IP and innovation")
    drafting = make_course(
        "PAT-DRAFT",
        title_zh="PCT申请文件撰写实务",
        title_en="Drafting PCT applications",
        domain="PAT",
        level="L2",
        summary_zh="交底书、权利要求与创新点的提炼",
    )
    opposition = make_course("tmk-opp", title_zh="商标异议", title_en="Trademark opposition", domain="TMK", level="L3")
    for course in (hall, drafting, opposition):
        make_run(course, f"{course.code}-1")


def found(engine: str, **criteria: str) -> list[str]:
    if engine == "elasticsearch":
        rebuild_index()
    return [course.code for course in search_courses(**criteria, now=NOW)]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("", ["PAT-DRAFT", "hall", "tmk-opp"]),
        # Titles before summaries.
        ("创新", ["hall", "PAT-DRAFT"]),
        ("创新大讲堂", ["hall"]),
        ("堂", ["hall"]),
        ("知识产权 创新", ["hall"]),
        ("新创", []),
        ("ＰＣＴ申请", ["PAT-DRAFT"]),
        ("pct", ["PAT-DRAFT"]),
        ("trademark opp", ["tmk-opp"]),
        ("pat-draft", ["PAT-DRAFT"]),
        ("异议 pct", []),
        ("100%_", []),
    ],
)
def test_text_finds(engine: str, catalogue: None, text: str, codes: list[str]) -> None:
    assert found(engine, text=text) == codes


def test_text_finds_speakers(engine: str, catalogue: None) -> None:
    course = Course.objects.get(code="hall")
    session = make_session(course.runs.get())
    save_session(session=session, speakers=[Speaker.objects.create(name="顾虚言")])

    assert found(engine, text="虚言") == ["hall"]


def test_filters_narrow_together(engine: str, catalogue: None) -> None:
    assert found(engine, domain="PAT") == ["PAT-DRAFT"]
    assert found(engine, level="L3") == ["tmk-opp"]
    assert found(engine, text="创新", level="L1") == ["hall"]
    assert found(engine, text="创新", domain="TMK") == []


def test_industry_chain_filters(catalogue: None) -> None:
    chain = IndustryChain.objects.get_or_create(code="biomedicine", defaults={"name_zh": "生物医药", "name_en": "Bio"})[
        0
    ]
    Course.objects.get(code="hall").industry_chains.add(chain)

    assert found("database", chain="biomedicine") == ["hall"]


def test_mode_and_phase_are_of_the_run_that_is_shown(course: Course) -> None:
    coming = make_run(course, "coming", mode=Mode.ONSITE)
    past = make_run(course, "past", starts_at=NOW - timedelta(days=90), mode=Mode.ONLINE)

    def shown(**criteria: str) -> list[int]:
        return [each.next_run_id for each in search_courses(**criteria, now=NOW)]

    assert shown() == [coming.pk]
    assert shown(mode="online") == [past.pk]
    assert shown(phase="finished") == [past.pk]
    assert shown(mode="online", phase="open") == []


def test_what_can_be_acted_on_comes_first(db: None) -> None:
    finished = make_run(make_course("a-finished"), "a", starts_at=NOW - timedelta(days=60))
    upcoming = make_run(make_course("b-upcoming"), "b", starts_at=NOW + timedelta(days=40))
    late = make_run(make_course("c-late"), "c", starts_at=NOW + timedelta(days=20))
    soon = make_run(make_course("d-soon"), "d", starts_at=NOW + timedelta(days=5))
    older = make_run(make_course("e-older"), "e", starts_at=NOW - timedelta(days=90))

    order = [each.next_run_id for each in search_courses(now=NOW)]

    assert order == [soon.pk, late.pk, upcoming.pk, finished.pk, older.pk]


@pytest.mark.parametrize("state", [RunState.DRAFT, RunState.CANCELLED])
def test_courses_without_a_published_run_stay_out(course: Course, state: RunState) -> None:
    make_run(course, state=state)

    assert found("database") == []


def test_database_answers_while_elasticsearch_is_away(
    catalogue: None, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.ELASTICSEARCH_URL = f"http://127.0.0.1:{free_port()}"

    assert found("database", text="创新") == ["hall", "PAT-DRAFT"]
    assert "Elasticsearch is away" in caplog.text
