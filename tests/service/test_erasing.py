"""Erasure: nothing of what was erased is left, and nothing else is touched."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine
from sqlalchemy.exc import OperationalError

from service.parts import ERASING, SITES
from store import comments, erasure, keys, sites, statistics
from store.aside import put
from store.database import writing
from store.identifiers import now
from store.spool import encode
from tests.conftest_service import Desk, StartDesk
from tests.store.records import judged, record, stored

PRIVATE = "zugzwang in the endgame of the bishops"
ADA: dict[str, Any] = {
    "author_id": "7",
    "author_email": "ada@reader.example",
    "author_ip": "192.0.2.7",
}


async def submitted(desk: Desk, *contents: str, **fields: Any) -> list[str]:  # noqa: ANN401 - any field
    """Ids of new comments."""
    return [(await desk.submit(content, **fields))["id"] for content in contents]


async def erased(desk: Desk, path: str) -> int:
    """How many the service says it has erased."""
    response = await desk.delete(path)
    assert response.status == 200, await response.text()
    count: int = (await response.json())["erased"]
    return count


def verdicts_in(engine: Engine) -> list[str]:
    """Ids of the comments that all verdicts are about."""
    with engine.connect() as connection:
        return judged(connection)


def files_with(folder: Path, word: str) -> list[str]:
    """Names of the files in which the word stands."""
    return [path.name for path in folder.rglob("*") if path.is_file() and word.encode() in path.read_bytes()]


async def test_a_comment_is_erased_with_its_revisions_and_verdicts(desk: Desk) -> None:
    revisions = await submitted(desk, "One.", "Two.", "Three.", comment_id="c1")
    (other,) = await submitted(desk, "Another.", comment_id="c2")
    for comment in (*revisions, other):
        await desk.post(f"/v1/comments/{comment}/verdict", json={"verdict": "reject"})
    assert await erased(desk, f"/v1/comments/{revisions[1]}") == 3
    assert stored(desk.engine) == [other]
    assert verdicts_in(desk.engine) == [other]
    for comment in revisions:
        assert (await desk.get(f"/v1/comments/{comment}")).status == 404
        assert (await desk.delete(f"/v1/comments/{comment}")).status == 404


@pytest.mark.parametrize("named", ["id=7", "email=ada@reader.example", "email=%20ADA@Reader.example", "ip=192.0.2.7"])
@pytest.mark.parametrize("policy", ["{}", '{"keep_personal_data": true}'])
async def test_an_author_is_erased_whatever_is_kept_of_them(desk: Desk, named: str, policy: str) -> None:
    await desk.set_policy(policy)
    await submitted(desk, "One.", "Two.", **ADA)
    await submitted(desk, "First.", comment_id="c1", **ADA)
    await submitted(desk, "First, as an editor left it.", comment_id="c1", author_id="editor")
    others = await submitted(desk, "Fine.", author_id="8", author_email="ada@other.example", author_ip="192.0.2.8")
    assert await erased(desk, f"/v1/authors?{named}") == 4
    assert stored(desk.engine) == others
    assert await erased(desk, f"/v1/authors?{named}") == 0


async def test_an_address_is_found_also_when_the_secret_was_lost(start_desk: StartDesk, tmp_path: Path) -> None:
    desk = await start_desk()
    await desk.set_policy('{"keep_personal_data": true}')
    await submitted(desk, "One.", **ADA)
    await submitted(desk, "Two.", author_ip="192.0.2.7")
    desk = await start_desk(secret=tmp_path / "another")
    assert await erased(desk, "/v1/authors?email=ada@reader.example") == 1
    assert await erased(desk, "/v1/authors?ip=192.0.2.7") == 1


async def test_other_sites_comments_are_left_alone(desk: Desk) -> None:
    ours = await submitted(desk, "One.", **ADA)
    with writing(desk.engine) as connection:
        other = keys.add(connection, sites.add(connection, "other", "{}", now=0).id, "", now=0)
    theirs = {"headers": {"Authorization": f"Bearer {other}"}}
    for named in ("id=7", "email=ada@reader.example", "ip=192.0.2.7"):
        response = await desk.client.delete(f"/v1/authors?{named}", **theirs)  # type: ignore[arg-type]
        assert await response.json() == {"erased": 0}
    response = await desk.client.delete(f"/v1/comments/{ours[0]}", **theirs)  # type: ignore[arg-type]
    assert response.status == 404
    assert stored(desk.engine) == ours


async def test_no_file_holds_what_was_erased(desk: Desk, tmp_path: Path) -> None:
    await desk.set_policy('{"keep_personal_data": true}')
    (comment,) = await submitted(desk, PRIVATE, **ADA)
    await submitted(desk, f"{PRIVATE}, once more", author_id="7")
    await desk.post(f"/v1/comments/{comment}/verdict", json={"verdict": "reject", "note": PRIVATE})
    assert files_with(tmp_path, PRIVATE)
    assert await erased(desk, f"/v1/comments/{comment}") == 1
    assert await erased(desk, "/v1/authors?id=7") == 1
    assert files_with(tmp_path, PRIVATE) == []
    assert files_with(tmp_path, "ada@reader.example") == []


async def test_what_the_database_had_refused_is_erased_too(desk: Desk, tmp_path: Path) -> None:
    spool = next((tmp_path / "spool").glob("spool-*.jsonl"))
    refused = [
        record(1, PRIVATE)._replace(author_id="7"),
        record(1, "Of another."),
        record(2, "Of another site.")._replace(author_id="7"),
    ]
    aside = spool.with_suffix(".refused")
    put(aside, b"".join(map(encode, refused)) + b"no record\n")
    assert await erased(desk, "/v1/authors?id=7") == 1
    assert aside.read_bytes() == b"".join(map(encode, refused[1:])) + b"no record\n"
    assert files_with(tmp_path, PRIVATE) == []
    assert await erased(desk, f"/v1/comments/{refused[1].id}") == 1
    assert aside.read_bytes() == encode(refused[2]) + b"no record\n"


async def test_what_was_erased_is_no_longer_held_against_others(desk: Desk) -> None:
    text = "This text is long enough to be remembered as a repetition of itself by the service."
    (comment,) = await submitted(desk, text, author_id="7")
    assert (await desk.submit(text, author_id="8", store=False))["decision"] == "queue"
    assert await erased(desk, f"/v1/comments/{comment}") == 1
    assert (await desk.submit(text, author_id="9", store=False))["decision"] == "accept"
    assert (await desk.submit(f"{text} Really.", author_id="9", store=False))["decision"] == "accept"


async def test_other_processes_forget_what_was_erased(start_desk: StartDesk) -> None:
    text = "This text is long enough to be remembered as a repetition of itself by the service."
    one, other = await start_desk(), await start_desk()
    (comment,) = await submitted(other, text)
    assert await erased(one, f"/v1/comments/{comment}") == 1
    assert (await other.submit(text, author_id="8", store=False))["decision"] == "queue"
    await asyncio.to_thread(other.app[ERASING].refresh)
    assert (await other.submit(text, author_id="8", store=False))["decision"] == "accept"


async def test_what_others_erased_during_an_outage_is_forgotten_after_it(start_desk: StartDesk) -> None:
    one, other = await start_desk(), await start_desk()
    text = "This text is long enough to be remembered as a repetition of itself by the service."
    (comment,) = await submitted(other, text)
    erasing = other.app[ERASING]
    assert await erased(one, f"/v1/comments/{comment}") == 1
    with pytest.MonkeyPatch.context() as patch:
        # An hour passes in the outage, and another one after it.
        patch.setattr(erasing, "_engine", create_engine("sqlite:////missing/folder/away.db"))
        patch.setattr("service.erasing.now", lambda: now() + 3_600_000)
        with pytest.raises(OperationalError):
            await asyncio.to_thread(erasing.refresh)
    await asyncio.to_thread(erasing.refresh)
    assert (await other.submit(text, author_id="8", store=False))["decision"] == "accept"


async def test_while_another_process_has_comments_on_disk_nothing_is_erased(desk: Desk, tmp_path: Path) -> None:
    desk.app[ERASING]._patience = 0.1  # noqa: SLF001 - the test need not wait
    ours = await submitted(desk, "One.", **ADA)
    own = next((tmp_path / "spool").glob("spool-*.jsonl"))
    foreign = own.with_name(own.name.replace(".jsonl", "0.jsonl"))
    foreign.write_bytes(encode(record(1)._replace(author_id="7")))
    response = await desk.delete("/v1/authors?id=7")
    assert response.status == 503
    assert stored(desk.engine) == ours
    foreign.unlink()
    assert await erased(desk, "/v1/authors?id=7") == 1


async def test_statistics_keep_their_counts(desk: Desk) -> None:
    for comment in await submitted(desk, "You idiot!", "Fine.", **ADA):
        await desk.post(f"/v1/comments/{comment}/verdict", json={"verdict": "approve"})
    with desk.engine.connect() as connection:
        before = statistics.by_day(connection, 1, 0, 1 << 62)
    assert await erased(desk, "/v1/authors?id=7") == 2
    with desk.engine.connect() as connection:
        assert statistics.by_day(connection, 1, 0, 1 << 62) == before
    assert sum(count.comments for count in before) == 2


async def test_many_are_erased_in_bites_and_their_ids_are_forgotten_in_time(desk: Desk) -> None:
    site = await desk.app[SITES].admit(desk.key, "192.0.2.1")
    written = [record(1, f"Comment {number}.")._replace(author_id="7") for number in range(1203)]
    with writing(desk.engine) as connection:
        comments.insert_many(connection, [*written, record(1)])
    assert await desk.app[ERASING].erase_author(site, "id", "7") == 1203
    assert len(stored(desk.engine)) == 1
    with writing(desk.engine) as connection:
        assert len(erasure.erased_since(connection, now() - 60_000)) == 1203
        assert erasure.forget(connection, now() - 60_000) == 0
        assert erasure.forget(connection, now() + 1) == 1203


async def test_any_words_may_name_an_author(desk: Desk) -> None:
    await submitted(desk, "One.", author_id="a\u0000b")
    assert await erased(desk, "/v1/authors?id=a%00b") == 1
    for named in ("id=%27%20OR%201=1", "ip=none", "email=%F0%9F%98%80", "id=%25"):
        assert await erased(desk, f"/v1/authors?{named}") == 0
