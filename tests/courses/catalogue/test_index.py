"""The index of courses keeps up with the database, and is repaired where it did not."""

from collections.abc import Iterator

import pytest
from django.core.management import CommandError, call_command
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from courses.catalogue.documents import CourseDocument
from courses.catalogue.models import Course
from courses.catalogue.services import index_course, rebuild_index, repair_index, save_course
from courses.catalogue.tasks import repair_index as repair_index_task
from lms import search
from tests.courses.lectures import make_course
from tests.services.process import free_port


@pytest.fixture
def elasticsearch(elasticsearch_url: str, settings: Settings, db: None) -> Iterator[None]:
    settings.ELASTICSEARCH_URL = elasticsearch_url
    settings.ELASTICSEARCH_PREFIX = "index_test"
    rebuild_index()
    yield
    Course.objects.all().delete()
    rebuild_index()


def indexed() -> set[int]:
    return set(search.indexed_versions(CourseDocument))


@pytest.mark.elasticsearch
def test_task_writes_and_forgets_one_course(elasticsearch: None) -> None:
    course = make_course()

    index_course(course_id=course.pk)
    assert indexed() == {course.pk}

    pk = course.pk
    course.delete()
    index_course(course_id=pk)
    assert indexed() == set()


@pytest.mark.elasticsearch
def test_repair_writes_what_drifted(elasticsearch: None) -> None:
    stale, missing, right = make_course("stale"), make_course("missing"), make_course("right")
    for course in (stale, right):
        index_course(course_id=course.pk)
    search.index_documents(CourseDocument, [CourseDocument(meta={"id": 999_999}, search_text="gone", version="x")])
    Course.objects.filter(pk=stale.pk).update(search_text="changed behind its back")

    assert repair_index() == 3

    assert indexed() == {stale.pk, missing.pk, right.pk}
    assert repair_index() == 0


@pytest.mark.elasticsearch
def test_repair_builds_an_index_that_is_not_there(elasticsearch_url: str, settings: Settings, course: Course) -> None:
    settings.ELASTICSEARCH_URL = elasticsearch_url
    settings.ELASTICSEARCH_PREFIX = "first_time"

    repair_index_task()

    assert indexed() == {course.pk}


@pytest.mark.elasticsearch
def test_command_rebuilds(elasticsearch: None, course: Course, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("rebuild_index")

    assert indexed() == {course.pk}
    assert "1 courses indexed." in capsys.readouterr().out


def test_command_says_that_there_is_nothing_to_rebuild(settings: Settings) -> None:
    settings.ELASTICSEARCH_URL = ""

    with pytest.raises(CommandError, match="ELASTICSEARCH_URL"):
        call_command("rebuild_index")


def test_elasticsearch_away_neither_fails_a_save_nor_a_repair(
    settings: Settings,
    course: Course,
    caplog: pytest.LogCaptureFixture,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    settings.ELASTICSEARCH_URL = f"http://127.0.0.1:{free_port()}"

    with django_capture_on_commit_callbacks() as callbacks:
        save_course(course=course)
    index_course(course_id=course.pk)

    assert len(callbacks) == 1
    assert repair_index() == 0
    assert "waits for the next repair" in caplog.text
    with pytest.raises(CommandError, match="does not answer"):
        call_command("rebuild_index")
