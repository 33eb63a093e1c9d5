"""Signing in, people and the audit log, as people see them."""

import re

from playwright.sync_api import Page, expect
from sqlalchemy import delete

from store import sites
from store.database import writing
from store.identifiers import now
from store.tables import desk_sessions
from tests.browser.conftest import Office, Visit, Watch, assert_accessible, load_until_there, shoot
from tests.conftest_desk import PASSWORD, add_moderator


def test_somebody_signs_in_and_out(visit: Visit, office: Office, watch: Watch) -> None:
    add_moderator(office.engine, "Ada")
    page = visit.as_nobody("/desk")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    expect(page.get_by_label("Name")).to_be_focused()
    assert_accessible(page)
    watch.forgive("status of 403")
    page.get_by_label("Name").fill("Ada")
    page.get_by_label("Password").fill("something else")
    page.get_by_label("Password").press("Enter")
    expect(page.get_by_role("alert").filter(has_text="do not belong together")).to_be_visible()
    expect(page.get_by_label("Password")).to_be_focused()
    shoot(page, "sign-in-refused")
    assert_accessible(page)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("Password").press("Enter")
    page.wait_for_url("**/desk")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/desk/sign-in")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_an_admin_invites_somebody_who_chooses_a_password(visit: Visit, desk: Page) -> None:
    desk.get_by_role("link", name="People").click()
    desk.get_by_label("Name").fill("Grace")
    desk.get_by_role("combobox", name="Role", exact=True).select_option("lead")
    desk.get_by_role("button", name="Add").click()
    link = desk.get_by_role("textbox", name="Link for Grace").input_value()
    shoot(desk, "people-invited")
    assert_accessible(desk)
    grace = visit.as_nobody(link)
    expect(grace.get_by_role("heading", level=1)).to_have_text("Welcome, Grace")
    shoot(grace, "welcome")
    assert_accessible(grace)
    grace.get_by_label("Password").fill("nine slow rivers")
    grace.get_by_label("The same again").fill("nine slow rivers")
    grace.get_by_role("button", name="Save and sign in").click()
    grace.wait_for_url("**/desk")
    expect(grace.get_by_role("link", name="People")).to_have_count(0)
    grace.get_by_role("link", name="Grace").click()
    shoot(grace, "account")
    assert_accessible(grace)


def test_whoever_is_revoked_is_out_at_once(visit: Visit, desk: Page) -> None:
    eve = visit.as_somebody("Eve")
    desk.goto("/desk/people")
    desk.on("dialog", lambda dialog: dialog.accept())
    desk.get_by_role("button", name="Revoke Eve").click()
    expect(desk.get_by_role("listitem").filter(has_text="Eve, moderator")).to_be_visible()
    eve.reload()
    expect(eve.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_a_role_is_changed_and_stands_in_the_audit_log(visit: Visit, desk: Page) -> None:
    visit.as_somebody("Grace")
    desk.goto("/desk/people")
    desk.get_by_role("combobox", name="Role of Grace").select_option("lead")
    with desk.expect_navigation():
        desk.get_by_role("button", name="Set the role of Grace").click()
    expect(desk.get_by_role("combobox", name="Role of Grace")).to_have_value("lead")
    desk.get_by_role("link", name="Audit log").click()
    row = desk.get_by_role("row").filter(has_text="from: moderator")
    expect(row).to_contain_text(re.compile(r"Ada.*moderator.*Grace.*to: lead", re.DOTALL))
    shoot(desk, "audit")
    assert_accessible(desk)


def test_the_keyboard_reaches_everything_in_order(desk: Page) -> None:
    desk.goto("/desk/people")
    desk.keyboard.press("Tab")
    expect(desk.get_by_role("link", name="Skip to the content")).to_be_focused()
    desk.keyboard.press("Enter")
    expect(desk.locator("main")).to_be_focused()


def test_what_a_part_of_a_page_cannot_have_is_told_at_its_head(visit: Visit, office: Office, watch: Watch) -> None:
    page = visit.as_somebody("Grace", "lead")
    watch.forgive("status of 403")
    page.evaluate("htmx.ajax('GET', '/desk/people', {target: 'h1'})")
    expect(page.get_by_role("alert")).to_contain_text("It takes the role admin; yours is lead.")
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    with writing(office.engine) as connection:
        connection.execute(delete(desk_sessions))
    page.evaluate("htmx.ajax('GET', '/desk/people', {target: 'h1'})")
    page.wait_for_url("**/desk/sign-in")


def test_somebody_of_all_sites_chooses_one_at_the_head_of_the_page(visit: Visit, office: Office) -> None:
    with writing(office.engine) as connection:
        sites.add(connection, "northern-news", "{}", now=now())
    page = visit.as_somebody("Grace", "admin", site=None)
    load_until_there(page.locator("option", has_text="northern-news"))
    expect(page.get_by_role("combobox", name="Site")).to_have_value("default")
    with page.expect_navigation():
        page.get_by_role("combobox", name="Site").select_option("northern-news")
    expect(page.get_by_role("combobox", name="Site")).to_have_value("northern-news")
    page.goto("/desk/account")
    shoot(page, "two-sites")
    assert_accessible(page)


def test_without_scripts_the_pages_work_too(visit: Visit) -> None:
    page = visit.as_somebody("Grace", "admin", site=None, java_script_enabled=False)
    page.goto("/desk/people")
    page.get_by_label("Name").fill("Eve")
    page.get_by_role("button", name="Add").click()
    page.get_by_role("combobox", name="Role of Eve").select_option("lead")
    page.get_by_role("button", name="Set the role of Eve").click()
    expect(page.get_by_role("combobox", name="Role of Eve")).to_have_value("lead")
    shoot(page, "people-without-scripts")
