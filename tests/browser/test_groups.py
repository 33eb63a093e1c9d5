"""Variants of one text as a moderator meets them: one card, one press, one undo."""

from playwright.sync_api import Page, expect

from store import verdicts
from tests.browser.conftest import Office, assert_accessible, shoot

SUMS = ("four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen")


def variant(number: int, word: str = "simple") -> str:
    """Nearly the same text each time, with another sum and another contact.

    Long, as likeness is estimated, with keys that no two installations share: of short variants some are missed.
    """
    return (
        f"I made {SUMS[number]} thousand in a week from home with this one {word} trick that the banks do not want "
        f"you to know about, and so can you: write to anna{number} today and ask her for the leaflet! "
        "Nobody needs any schooling or money for it, my cousin began last March with an old phone at her kitchen table "
        "and now pays off both houses, while their editors laugh at people like us who still get up before six."
    )


def submit_campaign(office: Office) -> list[str]:
    """Twelve variants of one text, of as many readers under three articles; their ids, oldest first."""
    return [
        str(
            office.submit(
                variant(number),
                author_name=f"Anna {number}",
                author_id=str(number),
                article_url=f"https://news.example/{number % 3}",
                article_title=("The bridge", "The budget", "The derby")[number % 3],
                language="en",
            )["id"]
        )
        for number in range(12)
    ]


def said(office: Office, written: list[str]) -> list[list[str]]:
    """All verdicts on each comment, oldest first."""
    with office.engine.connect() as connection:
        return [[one.verdict for one in verdicts.history(connection, 1, comment)] for comment in written]


def test_a_campaign_is_decided_and_taken_back_as_one(desk: Page, office: Office) -> None:
    written = submit_campaign(office)
    office.submit("A meh remark that is like no other, on ferries and what they cost the town.", author_name="Ben")
    desk.goto("/desk?order=time")
    expect(desk.locator("#status strong")).to_have_text("2")
    card = desk.locator(".card").first
    expect(card).to_have_attribute("id", f"card-{written[1]}")
    desk.keyboard.press("o")
    expect(card.get_by_text("and 10 like it, decided together")).to_be_visible()
    expect(card.locator(".alike:not(.accepted) li")).to_have_count(10)
    expect(card.locator(".variant mark").first).to_have_text("six")
    expect(card.get_by_text("Nearly the same text came from 12 authors under 3 articles")).to_be_visible()
    expect(card.get_by_text("1 like it was accepted before")).to_be_visible()
    shoot(desk, "group")
    assert_accessible(desk)
    desk.keyboard.press("7")
    desk.keyboard.press("r")
    expect(desk.locator("#status")).to_contain_text("Rejected: 11 comments.")
    expect(desk.locator(".card")).to_have_count(1)
    assert said(office, written) == [[], *[["reject"]] * 11]
    desk.keyboard.press("z")
    expect(desk.locator("#status")).to_contain_text("Undone: rejected, 11 comments.")
    expect(desk.locator(".card").first).to_contain_text("and 10 like it, decided together")
    assert said(office, written) == [[], *[["reject", "withdrawn"]] * 11]
    shoot(desk, "group-undone")


def test_what_was_accepted_before_goes_with_a_campaign_by_a_tick(desk: Page, office: Office) -> None:
    written = submit_campaign(office)
    desk.goto("/desk?order=time")
    card = desk.locator(".card").first
    desk.keyboard.press("o")
    card.get_by_label("If I reject, reject it as well").check()
    shoot(desk, "group-before")
    desk.keyboard.press("r")
    expect(desk.locator("#status")).to_contain_text("Rejected: 12 comments.")
    assert said(office, written) == [["reject"]] * 12
    desk.keyboard.press("z")
    expect(desk.locator("#status")).to_contain_text("Undone: rejected, 12 comments.")
    expect(desk.locator(".card")).to_have_count(1)
    assert said(office, written) == [["reject", "withdrawn"]] * 12


def test_a_campaign_is_found_by_its_reason_and_looked_through(desk: Page, office: Office) -> None:
    written = submit_campaign(office)
    late = str(office.submit(variant(3, "easy"), author_name="Anna late", author_id="late")["id"])
    desk.goto("/desk?order=time")
    desk.get_by_label("Reason").select_option("campaign")
    # All of the page: a key pressed before its script runs does nothing.
    desk.wait_for_url("**reason=campaign*")
    expect(desk.locator("#status")).to_contain_text("1 waits under this filter")
    card = desk.locator(".card").first
    expect(card.get_by_text("and 11 like it, decided together")).to_be_visible()
    # What differs is there to be read; the key shows the rest, and puts nothing away before all is shown.
    expect(card.get_by_role("link", name="see all")).to_be_visible()
    desk.keyboard.press("o")
    expect(card.get_by_role("link", name="see all")).to_be_visible()
    expect(card.locator("details.accepted")).to_have_attribute("open", "")
    desk.keyboard.press("o")
    expect(card.get_by_role("link", name="see all")).to_be_hidden()
    desk.keyboard.press("o")
    shoot(desk, "group-many")
    card.get_by_role("link", name="see all").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("What is alike")
    expect(desk.locator(".samples li")).to_have_count(12)
    shoot(desk, "group-all")
    assert_accessible(desk)
    desk.get_by_role("button", name="Reject all 12").click()
    desk.wait_for_url("**/desk?order=time&reason=campaign")
    expect(desk.locator("#status")).to_contain_text("Rejected: 12 comments.")
    assert said(office, [*written, late]) == [[], *[["reject"]] * 12]
