"""An old verdict is corrected in the browser, a comment's story is read, and an author is erased."""

from playwright.sync_api import Page, expect

from store import comments, verdicts
from store.database import writing
from tests.browser.conftest import Office, Visit, assert_accessible, shoot
from tests.store.records import enter_authors


def decide(office: Office, content: str, verdict: str, **fields: str) -> str:
    """The id of a comment that was decided at another time."""
    identifier: str = office.submit(content, **fields)["id"]
    with writing(office.engine) as connection:
        verdicts.add(connection, 1, identifier, verdict=verdict, moderator="Ben", source="desk", note="An old one.")
    return identifier


def verdict_on(office: Office, identifier: str) -> str:
    """What counts now."""
    with office.engine.connect() as connection:
        found = comments.get(connection, 1, identifier)
    assert found is not None
    return found.verdict


def test_an_old_verdict_is_corrected_in_place_and_taken_back(office: Office, desk: Page) -> None:
    old = decide(office, "meh, you of all people", "approve", author_id="7", article_title="The road")
    decide(office, "idiot", "reject", author_id="8")
    desk.get_by_role("link", name="Decided").click()
    desk.get_by_label("Text").fill("ALL PEOPLE")
    desk.get_by_role("button", name="Show").click()
    entry = desk.locator(f'article[data-comment="{old}"]')
    expect(desk.locator("article.entry")).to_have_count(1)
    expect(entry).to_contain_text("approved by Ben")
    shoot(desk, "decided")
    assert_accessible(desk)
    entry.get_by_text("Labels and note").click()
    entry.get_by_label("insult").check()
    entry.get_by_label("Note").fill("Unkind after all.")
    entry.get_by_role("button", name="Reject instead").click()
    expect(entry).to_contain_text("rejected by Ada")
    expect(entry).to_contain_text("Unkind after all.")
    expect(entry).to_be_focused()
    assert verdict_on(office, old) == "reject"
    shoot(desk, "decided-corrected")
    entry.get_by_role("button", name="Undo").click()
    expect(entry).to_contain_text("it waits in the queue again")
    assert verdict_on(office, old) == ""
    desk.reload()
    expect(desk.locator(f'article[data-comment="{old}"]')).to_have_count(3)


def test_what_copydesk_rejected_is_approved_without_scripts(office: Office, visit: Visit) -> None:
    rejected = office.submit("idiot")["id"]
    page = visit.as_somebody("Grace", java_script_enabled=False)
    page.goto("/desk/decided?by=copydesk")
    page.get_by_role("button", name="Approve").click()
    page.wait_for_url("**/desk/decided?by=copydesk")
    expect(page.locator("article.entry")).to_contain_text("approved by Grace")
    assert verdict_on(office, rejected) == "approve"


def test_a_comments_story_leads_to_its_author_who_is_erased(office: Office, desk: Page) -> None:
    identifier = decide(office, "meh " * 400, "reject", author_id="7", comment_id="12")
    office.submit("meh once more", author_id="7")
    with writing(office.engine) as connection:
        enter_authors(connection)
    desk.goto(f"/desk/comments/{identifier}")
    expect(desk.get_by_role("heading", name="What happened")).to_be_visible()
    expect(desk.locator(".timeline")).to_contain_text("Rejected by Ben")
    shoot(desk, "comment")
    assert_accessible(desk)
    desk.get_by_role("link", name="Ada", exact=True).last.click()
    expect(desk.locator("article.entry")).to_have_count(2)
    shoot(desk, "author")
    assert_accessible(desk)
    desk.get_by_label("Erase everything this author wrote").check()
    desk.get_by_role("button", name="Erase the author").click()
    expect(desk.get_by_role("status")).to_contain_text("Erased: 2 comments")
    expect(desk.locator("article.entry")).to_have_count(0)
