"""How many links, where to, and how openly."""

import pytest

from service.checks.domains import Domains
from service.checks.links import Links
from tests.service.checks.contexts import codes, context, marked, site

check = Links()


def test_more_links_than_the_limit_queue_and_the_message_tells_both_numbers() -> None:
    content = "See example.com, http://example.org/x and www.example.net"
    (one,) = check(context(content))
    assert (one.code, one.severity) == ("too_many_links", "queue")
    assert "3 links" in one.message
    assert "limit is 2" in one.message
    assert marked(one, content) == ["example.com", "http://example.org/x", "www.example.net"]


def test_as_many_links_as_the_limit_are_fine() -> None:
    assert codes(check(context("See example.com and http://example.org/x."))) == []
    assert codes(check(context("See example.com.", site(max_links=0)))) == ["too_many_links"]


def test_links_to_allowed_domains_and_their_subdomains_do_not_count() -> None:
    rules = site(max_links=0, allowed_domains=("https://www.Example.com/", "пример.рф"))
    assert codes(check(context("example.com news.example.com/x http://пример.рф", rules))) == []
    assert codes(check(context("example.com[.]evil.org", rules))) == ["too_many_links", "obfuscated_link"]
    assert codes(check(context("notexample.com", rules))) == ["too_many_links"]
    assert codes(check(context("example(.)com", rules))) == []


def test_a_hidden_link_queues() -> None:
    content = "Win at hxxp://example[.]com/x now"
    (one,) = check(context(content))
    assert (one.code, one.severity) == ("obfuscated_link", "queue")
    assert marked(one, content) == ["hxxp://example[.]com/x"]


@pytest.mark.parametrize(
    "content",
    [
        "see http://evil-example.com/x",
        "see shop.evil-example.com",
        "see evil-example[.]com",
        "see evil-example.com it is good",
        "EVIL-example.com",
        "nothing here, but http://пример.рф",
        "or http://xn--e1afmkfd.xn--p1ai/ in Punycode",
    ],
)
def test_a_banned_domain_rejects(content: str) -> None:
    found = list(check(context(content, site(banned_domains=("evil-example.com", "xn--e1afmkfd.xn--p1ai")))))
    assert ("banned_domain", "reject") in [(one.code, one.severity) for one in found]


@pytest.mark.parametrize(
    "content",
    ["devil-example.com", "my-evil-example.com", "evil-example.com.org", "me@evil-example.com", "evil-example com"],
)
def test_a_domain_that_only_resembles_a_banned_one_is_fine(content: str) -> None:
    assert codes(check(context(content, site(banned_domains=("evil-example.com",))))) == []


def test_the_authors_own_address_may_not_be_banned_either() -> None:
    rules = site(banned_domains=("evil-example.com",))
    (one,) = check(context("Nice.", rules, author_url="https://blog.Evil-example.com/me"))
    assert (one.code, one.spans) == ("banned_domain", ())
    assert "blog.evil-example.com" in one.message
    assert codes(check(context("Nice.", rules, author_url="https://example.org"))) == []


def test_in_html_links_behind_words_count() -> None:
    content = '<a href="http://evil-example.com/x">my garden</a>'
    (one,) = check(context(content, site(banned_domains=("evil-example.com",)), content_format="html"))
    assert marked(one, content) == ['<a href="http://evil-example.com/x">']


def test_in_html_a_link_that_the_site_made_of_an_address_counts_as_the_address() -> None:
    content = '<a href="http://www.evil-example.com">www.evil-example.com</a>'
    (one,) = check(context(content, site(banned_domains=("evil-example.com",)), content_format="html"))
    assert marked(one, content) == ["www.evil-example.com"]
    for count, expected in ((2, []), (3, ["too_many_links"])):
        assert codes(check(context(f"{content} " * count, content_format="html"))) == expected
    mail = '<a href="mailto:ada@evil-example.com">ada@evil-example.com</a> '
    assert codes(check(context(mail * 3, content_format="html"))) == []
    hidden = '<a href="http://ada@evil-example.com">ada@evil-example.com</a> '
    assert codes(check(context(hidden * 3, content_format="html"))) == ["too_many_links"]


def test_many_links_are_told_in_few_words() -> None:
    found = list(check(context("hxxp://example.com/x " * 3_000)))
    assert codes(found) == ["too_many_links", "obfuscated_link"]
    assert all(len(one.spans) == 50 and len(one.message) < 500 for one in found)


@pytest.mark.parametrize("written", ["", ".", "*", "http://", "//", "xn--\u00fc", "xn--99999999999", "@", "[", "a b"])
def test_a_domain_that_is_none_harms_nobody(written: str) -> None:
    listed = Domains([written, "example.com"])
    assert "www.example.com" in listed
    assert "example.org" not in listed


@pytest.mark.parametrize(
    "written",
    ["example.com", "*.example.com", ".example.com", "www.example.com", "EXAMPLE.com/x?y", "http://example.com:80/"],
)
def test_a_domain_is_listed_however_it_is_written(written: str) -> None:
    assert "sub.example.com" in Domains([written])
