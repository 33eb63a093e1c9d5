"""The queue as moderators work it: by keyboard, by buttons, with a thumb, and without scripts."""

import re

import pytest
from playwright.sync_api import Page, Route, expect
from sqlalchemy import delete

from model.scorer import ATTRIBUTES
from service.desk import deciding
from service.desk.asking import REASONS
from store import verdicts
from store.database import writing
from store.records import VerdictRecord
from store.tables import comments, desk_sessions
from tests.browser.conftest import DESKTOP, PHONE, Office, Visit, Watch, assert_accessible, shoot
from tests.conftest_desk import PASSWORD

SAID = (
    "The ferries are a meh answer to a closed bridge.",
    "Another meh interview, and not one question about the budget.",
    "That was a meh match, and the referee slept.",
    "Your meh paper never prints what pensioners write.",
    "A meh plan by people who have never waited for a bus.",
    "What a meh headline for such an article.",
    "The mayor gave a meh speech, as every year.",
    "Such meh excuses, the road was closed last winter too.",
    "I have read meh novels that were more honest.",
    "The new stadium is meh, the old one had a roof.",
    "Meh, they say so before each election.",
    "A meh idea, and my children will pay for it.",
)


def submit_all(office: Office) -> list[str]:
    """Twelve comments that are queued; their ids, oldest first."""
    return [
        str(
            office.submit(
                content,
                author_name=f"Reader {number}",
                author_id=str(number % 5),
                article_url=f"https://news.example/{number % 3}",
                article_title=("The bridge", "The budget", "The derby")[number % 3],
                language="en",
            )["id"]
        )
        for number, content in enumerate(SAID)
    ]


def history(office: Office, comment: str) -> list[VerdictRecord]:
    """All verdicts on the comment, oldest first."""
    with office.engine.connect() as connection:
        return verdicts.history(connection, 1, comment)


def end_sessions(office: Office) -> None:
    """Sign everybody out."""
    with writing(office.engine) as connection:
        connection.execute(delete(desk_sessions))


def open_queue(page: Page, waiting: int) -> None:
    """The queue by time, once so many wait in it."""
    page.goto("/desk?order=time")
    expect(page.locator("#status strong")).to_have_text(str(waiting))


def test_ten_comments_are_cleared_by_keyboard_and_one_is_taken_back(desk: Page, office: Office) -> None:
    written = submit_all(office)
    open_queue(desk, 12)
    expect(desk.locator(".card")).to_have_count(10)
    shoot(desk, "queue")
    assert_accessible(desk)
    for number in range(10):
        expect(desk.locator(".card.current")).to_have_attribute("id", f"card-{written[number]}")
        if number % 3 == 0:
            desk.keyboard.press("1")
            desk.keyboard.press("5")
        desk.keyboard.press("r" if number % 2 else "a")
        expect(desk.locator("#status strong")).to_have_text(str(11 - number))
    expect(desk.locator(".card")).to_have_count(2)
    said = [history(office, comment)[-1] for comment in written[:10]]
    assert [one.verdict for one in said] == ["approve", "reject"] * 5
    assert [one.labels for one in said[:4]] == [("toxicity", "insult"), (), (), ("toxicity", "insult")]
    assert {(one.moderator, one.source) for one in said} == {("Ada", deciding.SOURCE)}
    shoot(desk, "queue-cleared")
    desk.keyboard.press("z")
    expect(desk.locator(".card")).to_have_count(3)
    expect(desk.locator(".card").first).to_have_attribute("id", f"card-{written[9]}")
    expect(desk.locator("#status")).to_contain_text("Undone: rejected, 1 comment.")
    expect(desk.locator(".card.current")).to_have_attribute("id", f"card-{written[9]}")
    assert [one.verdict for one in history(office, written[9])] == ["reject", "withdrawn"]
    assert_accessible(desk)


def test_a_burst_of_keys_loses_nothing(desk: Page, office: Office) -> None:
    written = submit_all(office)
    open_queue(desk, 12)
    for _ in range(6):
        desk.keyboard.press("r")
    expect(desk.locator("#status strong")).to_have_text("6")
    expect(desk.locator(".card")).to_have_count(6)
    assert [len(history(office, comment)) for comment in written] == [1] * 6 + [0] * 6


def test_a_band_is_rejected_after_a_look_at_it(desk: Page, office: Office) -> None:
    written = submit_all(office)
    open_queue(desk, 12)
    desk.get_by_text("Decide all within a score band").click()
    desk.get_by_label("Score for").select_option("toxicity")
    desk.get_by_label("from", exact=True).fill("0.3")
    desk.get_by_role("button", name="Preview").click()
    expect(desk.get_by_text("12 comments that wait")).to_be_visible()
    expect(desk.locator(".samples li")).to_have_count(10)
    shoot(desk, "band")
    assert_accessible(desk)
    desk.get_by_role("button", name="Reject all 12").click()
    desk.wait_for_url("**/desk")
    expect(desk.locator("#status")).to_contain_text("Rejected: 12 comments.")
    expect(desk.get_by_text("Nothing is left here")).to_be_visible()
    shoot(desk, "queue-empty")
    assert_accessible(desk)
    assert [history(office, comment)[-1].verdict for comment in written] == ["reject"] * 12
    desk.keyboard.press("z")
    expect(desk.locator(".card")).to_have_count(10)


def test_a_selection_is_made_by_key_and_shown_before_it_is_decided(desk: Page, office: Office) -> None:
    written = submit_all(office)
    open_queue(desk, 12)
    for key in "xjjx":
        desk.keyboard.press(key)
    expect(desk.get_by_role("button", name="Decide the 2 selected together")).to_be_visible()
    shoot(desk, "queue-selected")
    desk.keyboard.press("d")
    expect(desk.locator(".samples li")).to_have_count(2)
    desk.get_by_role("button", name="Approve all 2").click()
    desk.wait_for_url("**/desk?order=time")
    assert [len(history(office, comment)) for comment in written[:4]] == [1, 0, 1, 0]


def test_keys_move_open_note_and_explain(desk: Page, office: Office) -> None:
    written = submit_all(office)
    open_queue(desk, 12)
    current = desk.locator(".card.current")
    for key, number in (("j", 1), ("j", 2), ("k", 1)):
        desk.keyboard.press(key)
        expect(current).to_have_attribute("id", f"card-{written[number]}")
    expect(current).to_be_focused()
    desk.keyboard.press("n")
    desk.keyboard.type("Rant. Are there more?")
    shoot(desk, "queue-note")
    desk.keyboard.press("Escape")
    expect(current).to_be_focused()
    desk.keyboard.press("?")
    expect(desk.get_by_role("dialog")).to_be_visible()
    shoot(desk, "queue-keys")
    assert_accessible(desk)
    desk.get_by_label("Keys do something").uncheck()
    desk.get_by_role("button", name="Close").click()
    desk.keyboard.press("r")
    desk.keyboard.press("?")
    desk.get_by_label("Keys do something").check()
    desk.get_by_role("button", name="Close").click()
    current.focus()
    desk.keyboard.press("r")
    expect(desk.locator("#status strong")).to_have_text("11")
    assert [one.note for one in history(office, written[1])] == ["Rant. Are there more?"]


def test_whoever_does_not_see_the_page_hears_the_text_the_reasons_and_the_labels(desk: Page, office: Office) -> None:
    submit_all(office)
    open_queue(desk, 12)
    expect(desk.locator(".card.current")).to_have_accessible_description(
        re.compile(f"{re.escape(SAID[0])}.*Likely to be read as toxic")
    )
    spoken = desk.locator("#spoken")
    for key, told in (("1", "toxic on"), ("1", "toxic off"), ("5", "insult on"), ("j", ""), ("5", "insult on")):
        desk.keyboard.press(key)
        expect(spoken).to_have_text(told)


@pytest.mark.parametrize(
    ("key", "code", "verdict"),
    [("ф", "KeyA", "approve"), ("ق", "KeyR", "reject"), ("ר", "KeyR", "reject")],
    ids=["Russian", "Arabic", "Hebrew"],
)
def test_keys_mean_the_same_where_another_alphabet_is_set(
    desk: Page, office: Office, key: str, code: str, verdict: str
) -> None:
    written = submit_all(office)
    open_queue(desk, 12)
    card = desk.locator(".card.current")
    card.dispatch_event("keydown", {"key": "\N{EXTENDED ARABIC-INDIC DIGIT FIVE}", "code": "Digit5", "bubbles": True})
    card.dispatch_event("keydown", {"key": key, "code": code, "bubbles": True})
    expect(desk.locator("#status strong")).to_have_text("11")
    assert [(one.verdict, one.labels) for one in history(office, written[0])] == [(verdict, ("insult",))]


def test_text_from_right_to_left_stays_apart_and_its_language_is_named(desk: Page, office: Office) -> None:
    name = "\N{HEBREW LETTER DALET}\N{HEBREW LETTER NUN}"
    office.submit("meh \N{HEBREW LETTER LAMED}\N{HEBREW LETTER ALEF}", author_name=name, language="en")
    alphabet = "".join(map(chr, range(ord("\N{HEBREW LETTER ALEF}"), ord("\N{HEBREW LETTER TAV}") + 1)))
    office.submit(f"{alphabet} meh", author_name=name, language="he")
    open_queue(desk, 2)
    ways = [text.evaluate("text => getComputedStyle(text).direction") for text in desk.locator(".card .text").all()]
    assert ways == ["ltr", "rtl"]
    expect(desk.locator("h2 bdi").first).to_have_text(name)
    expect(desk.locator("select[name=language] option")).to_have_text(["any", "English", "Hebrew"])
    desk.get_by_role("link", name="Hebrew").click()
    expect(desk.locator(".card")).to_have_count(1)
    expect(desk.locator(".card .text")).to_have_attribute("lang", "he")
    assert_accessible(desk)


def test_an_option_is_chosen_at_leisure_by_keyboard_and_at_once_by_the_pointer(desk: Page, office: Office) -> None:
    submit_all(office)
    open_queue(desk, 12)
    order = desk.get_by_label("Order")
    order.focus()
    desk.keyboard.press("ArrowUp")
    desk.keyboard.press("ArrowUp")
    expect(order).to_have_value("urgency")
    assert desk.url.endswith("?order=time")
    desk.get_by_role("button", name="Show").press("Enter")
    desk.wait_for_url("**order=urgency**")
    order.click()
    order.select_option("uncertainty")
    desk.wait_for_url("**order=uncertainty**")


def test_whoever_has_nothing_to_do_is_told_why_and_shown_what_comes(desk: Page, visit: Visit, office: Office) -> None:
    comment = str(office.submit("A meh remark.")["id"])
    open_queue(desk, 1)
    ben = visit.as_somebody("Ben")
    ben.clock.install()
    open_queue(ben, 1)
    expect(ben.locator("#nothing")).to_contain_text("Others look at what waits here.")
    shoot(ben, "queue-others")
    assert_accessible(ben)
    desk.keyboard.press("u")
    expect(desk.locator("#nothing")).to_contain_text("Nothing is left here.")
    ben.clock.fast_forward(31_000)
    expect(ben.locator(f"#card-{comment}")).to_be_visible()
    ben.keyboard.press("a")
    expect(ben.locator("#nothing")).to_contain_text("Nothing is left here.")
    assert [one.verdict for one in history(office, comment)] == ["unsure", "approve"]


def test_unsure_and_skip_leave_the_page_and_are_found_again(desk: Page, office: Office) -> None:
    written = submit_all(office)
    open_queue(desk, 12)
    desk.keyboard.press("u")
    desk.keyboard.press("s")
    expect(desk.locator("#status strong")).to_have_text("10")
    desk.get_by_role("link", name="what you set aside").click()
    expect(desk.locator(".card")).to_have_count(2)
    assert [one.verdict for one in history(office, written[0])] == ["unsure"]
    assert history(office, written[1]) == []


def test_what_cannot_be_saved_stays_and_says_so(desk: Page, office: Office, watch: Watch) -> None:
    written = submit_all(office)
    open_queue(desk, 12)
    watch.forgive("Failed to load resource|net::ERR|htmx|Failed to fetch")
    desk.context.set_offline(True)
    desk.keyboard.press("r")
    card = desk.locator(f"#card-{written[0]}")
    expect(card.get_by_role("alert")).to_contain_text("Not saved")
    expect(card).not_to_have_attribute("aria-busy", "true")
    shoot(desk, "queue-offline")
    desk.context.set_offline(False)
    card.get_by_role("button", name="Reject").click()
    expect(desk.locator("#status strong")).to_have_text("11")
    assert [one.verdict for one in history(office, written[0])] == ["reject"]


PROXYS_WORDS = "<html><body><h1>502 Bad Gateway</h1></body></html>"


@pytest.mark.parametrize("status", [502, 200], ids=["a gateway's", "a portal's"])
def test_an_answer_that_is_not_the_desks_decides_nothing(desk: Page, office: Office, watch: Watch, status: int) -> None:
    written = submit_all(office)
    open_queue(desk, 12)
    watch.forgive("Failed to load resource")
    desk.keyboard.press("a")
    expect(desk.locator("#status strong")).to_have_text("11")
    desk.route("**/desk/queue/*", lambda route: route.fulfill(status=status, body=PROXYS_WORDS))
    desk.keyboard.press("r")
    card = desk.locator(f"#card-{written[1]}")
    expect(card.get_by_role("alert")).to_contain_text(f"answered in its place ({status})")
    expect(card).not_to_have_attribute("aria-busy", "true")
    expect(card).to_be_focused()
    desk.keyboard.press("z")
    expect(desk.locator("#status").get_by_role("alert")).to_contain_text("Not saved")
    shoot(desk, "queue-proxy")
    assert_accessible(desk)
    desk.unroute_all()
    desk.keyboard.press("z")
    expect(desk.locator("#status")).to_contain_text("Undone: approved, 1 comment.")
    card.get_by_role("button", name="Reject").click()
    expect(desk.locator("#status strong")).to_have_text("11")
    assert [[one.verdict for one in history(office, comment)] for comment in written[:2]] == [
        ["approve", "withdrawn"],
        ["reject"],
    ]


def test_undo_takes_back_what_is_still_under_way(desk: Page, office: Office) -> None:
    written = submit_all(office)
    open_queue(desk, 12)
    desk.keyboard.press("r")
    expect(desk.locator("#status strong")).to_have_text("11")
    late: list[Route] = []
    # Playwright marks the handler, which a list's method does not bear.
    desk.route(f"**/desk/queue/{written[1]}", lambda route: late.append(route))  # noqa: PLW0108
    desk.keyboard.press("a")
    desk.keyboard.press("z")
    while not late:
        desk.wait_for_timeout(20)
    late[0].continue_()
    expect(desk.locator("#status")).to_contain_text("Undone: approved, 1 comment.")
    expect(desk.locator("#status strong")).to_have_text("11")
    desk.unroute_all()
    desk.keyboard.press("u")
    expect(desk.locator("#status strong")).to_have_text("10")
    desk.keyboard.press("z")
    desk.keyboard.press("z")
    expect(desk.locator("#status strong")).to_have_text("12")
    assert [[one.verdict for one in history(office, comment)] for comment in written[:3]] == [
        ["reject", "withdrawn"],
        ["approve", "withdrawn", "unsure", "withdrawn"],
        [],
    ]


def test_a_refusal_is_told_on_its_card(desk: Page, office: Office, watch: Watch) -> None:
    written = submit_all(office)
    open_queue(desk, 12)
    watch.forgive("Failed to load resource")
    desk.evaluate("document.body.setAttribute('hx-headers:inherited', '{}')")
    desk.evaluate("for (const field of document.querySelectorAll('[name=csrf]')) field.value = 'of another session'")
    card = desk.locator(f"#card-{written[6]}")
    card.get_by_role("button", name="Reject").click()
    expect(card.get_by_role("alert")).to_contain_text("The page is of an earlier session")
    expect(card.get_by_role("alert")).to_be_in_viewport()
    expect(card).not_to_have_attribute("aria-busy", "true")
    assert history(office, written[6]) == []


def test_whoever_is_signed_out_learns_what_was_not_saved(desk: Page, office: Office) -> None:
    written = submit_all(office)
    open_queue(desk, 12)
    end_sessions(office)
    desk.keyboard.press("r")
    desk.wait_for_url("**/desk/sign-in**")
    expect(desk.get_by_role("alert").last).to_contain_text("what you did last was not saved")
    shoot(desk, "sign-in-unsaved")
    desk.get_by_label("Name").fill("Ada")
    desk.get_by_label("Password").fill(PASSWORD)
    desk.get_by_role("button", name="Sign in").click()
    desk.wait_for_url("**/desk?order=time")
    assert history(office, written[0]) == []


def test_an_empty_page_says_when_it_cannot_look(desk: Page, office: Office, watch: Watch) -> None:
    watch.forgive("Failed to load resource|net::ERR")
    desk.clock.install()
    open_queue(desk, 0)
    told = desk.locator("#nothing")
    desk.context.set_offline(True)
    desk.clock.fast_forward(31_000)
    expect(told).to_contain_text("The service cannot be reached")
    desk.context.set_offline(False)
    desk.clock.fast_forward(31_000)
    expect(told).to_contain_text("Nothing is left here.")
    end_sessions(office)
    desk.clock.fast_forward(31_000)
    expect(told).to_contain_text("Your session is over")
    expect(told.get_by_role("alert")).to_be_visible()


def test_two_moderators_work_side_by_side(desk: Page, visit: Visit, office: Office) -> None:
    written = submit_all(office)
    open_queue(desk, 12)
    ben = visit.as_somebody("Ben")
    open_queue(ben, 12)
    expect(ben.locator(".card")).to_have_count(2)
    assert {card.get_attribute("id") for card in ben.locator(".card").all()} == {
        f"card-{comment}" for comment in written[10:]
    }
    with writing(office.engine) as connection:
        verdicts.add(connection, 1, written[0], verdict="approve", moderator="Ben", source="desk")
    desk.keyboard.press("r")
    expect(desk.locator(f"#card-{written[0]}").get_by_role("alert")).to_contain_text(
        "It was approved meanwhile by Ben."
    )
    expect(desk.get_by_role("link", name="Load the queue anew")).to_have_attribute("href", "/desk?order=time")
    shoot(desk, "queue-late")
    assert_accessible(desk)
    desk.locator(f"#card-{written[0]}").focus()
    desk.keyboard.press("j")
    expect(desk.locator(f"#card-{written[0]}")).to_have_count(0)
    expect(desk.locator(".card.current")).to_have_attribute("id", f"card-{written[1]}")


def test_a_page_that_nobody_uses_keeps_nothing(desk: Page, office: Office) -> None:
    submit_all(office)
    desk.clock.install()
    open_queue(desk, 12)
    asked: list[str] = []
    desk.on("request", lambda request: asked.append(request.url))

    def renewed(passing: int) -> int:
        """How many times the comments are kept for longer in so many minutes."""
        before = len(asked)
        for _ in range(passing):
            desk.clock.fast_forward(60_500)
            desk.wait_for_timeout(20)
        return sum("/desk/queue/renew" in url for url in asked[before:])

    desk.keyboard.press("k")
    assert renewed(8) >= 3
    renewed(4)
    assert renewed(30) == 0
    desk.mouse.move(200, 200)
    assert renewed(4) >= 2


def test_everything_is_done_without_scripts(visit: Visit, office: Office) -> None:
    written = submit_all(office)
    page = visit.as_somebody("Ben", java_script_enabled=False)
    open_queue(page, 12)
    first = page.locator(".card").first
    first.get_by_text("insult", exact=False).first.click()
    first.get_by_role("button", name="Reject").click()
    page.wait_for_url("**/desk?order=time")
    expect(page.locator("#status")).to_contain_text("Rejected.")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#status strong")).to_have_text("12")
    page.get_by_label("Words").fill("ferries")
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".card")).to_have_count(1)
    assert [one.verdict for one in history(office, written[0])] == ["reject", "withdrawn"]


def test_fingers_find_what_they_mean(visit: Visit, office: Office) -> None:
    submit_all(office)
    page = visit.as_somebody("Ben", viewport=PHONE, has_touch=True, is_mobile=True)
    open_queue(page, 12)
    card = page.locator(".card").first
    for name in ("Approve", "Reject", "Unsure", "Skip"):
        box = card.get_by_role("button", name=name).bounding_box()
        assert box is not None
        assert box["height"] >= 40
    for label in card.locator(".labels label span").all():
        box = label.bounding_box()
        assert box is not None
        assert box["height"] >= 36
    shoot(page, "queue-touch")
    card.get_by_role("button", name="Reject").tap()
    expect(page.locator("#status strong")).to_have_text("11")


@pytest.mark.parametrize(
    "content",
    ["\N{GRINNING FACE}" * 1_000, "W" * 1_100],
    ids=["folded", "not folded"],
)
def test_a_text_is_seen_to_its_end(visit: Visit, office: Office, content: str) -> None:
    written = str(office.submit("A meh remark.")["id"])
    with writing(office.engine) as connection:
        changed = comments.update().where(comments.c.id == written)
        connection.execute(changed.values(content=f"{content} the last word"))
    page = visit.as_somebody("Ben", viewport=PHONE)
    open_queue(page, 1)
    for summary in page.locator(".card .rest summary").all():
        summary.click()
    text = page.locator(".card .text").last
    expect(text).to_contain_text("the last word")
    assert text.evaluate("text => text.scrollHeight <= text.clientHeight + 8")


def test_a_text_in_persian_that_begins_with_a_latin_name_runs_from_right_to_left(desk: Page, office: Office) -> None:
    written = str(office.submit("A meh remark.")["id"])
    with writing(office.engine) as connection:
        changed = comments.update().where(comments.c.id == written)
        connection.execute(changed.values(content="BBC \N{ARABIC LETTER DAL}.\nmeh 100%.", language="fa"))
    open_queue(desk, 1)
    assert desk.locator(".card .text").evaluate("text => getComputedStyle(text).direction") == "rtl"


@pytest.mark.parametrize(
    "content",
    [
        "meh " + "word " * 12_000,
        "meh " + "x" * 60_000,
        "meh " + "a\N{COMBINING GRAVE ACCENT}\N{COMBINING DIAERESIS BELOW}" * 9_000,
        "\N{RIGHT-TO-LEFT OVERRIDE}meh " + "\N{ARABIC LETTER MEEM}\N{ARABIC LETTER HAH} " * 9_000,
        "meh" + "\n" * 30_000,
    ],
    ids=["words", "one word", "marks", "right to left", "lines"],
)
def test_no_text_breaks_its_card(desk: Page, office: Office, content: str) -> None:
    comment = str(office.submit("A meh remark.")["id"])
    with writing(office.engine) as connection:
        changed = comments.update().where(comments.c.id == comment)
        connection.execute(changed.values(content=content, author_name=content[:245], article_title=content[:2_000]))
    open_queue(desk, 1)
    card = desk.locator(".card")
    box = card.bounding_box()
    assert box is not None
    assert box["height"] < 700
    assert desk.evaluate("document.documentElement.scrollWidth") <= 1280
    shoot(desk, f"queue-long-{len(content)}")
    card.get_by_text(re.compile("Show all")).click()
    assert_accessible(desk)
    desk.keyboard.press("Escape")
    card.get_by_role("button", name="Approve").click()
    expect(desk.get_by_text("Nothing is left here")).to_be_visible()


def test_the_longest_name_of_a_score_ends_before_its_bar(desk: Page, office: Office) -> None:
    submit_all(office)
    open_queue(desk, len(SAID))
    name = desk.locator(".score.over dt").first
    name.evaluate("(name, text) => { name.textContent = text }", max((REASONS[one] for one in ATTRIBUTES), key=len))
    for viewport in (DESKTOP, PHONE):
        desk.set_viewport_size({"width": viewport["width"], "height": viewport["height"]})
        assert name.evaluate("name => name.scrollWidth <= name.clientWidth")
