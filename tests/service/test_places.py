"""Where the service may send messages to."""

import pytest
from yarl import URL

from service.places import PlaceError, Resolver, host_of, is_allowed, require_host


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "::ffff:8.8.8.8"])
def test_public_addresses_are_anybodys(address: str) -> None:
    assert is_allowed(address, private=False)
    assert is_allowed(address, private=True)


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1", "198.18.0.1"),
        *("::1", "fc00::1", "fd00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::"),
    ],
)
def test_private_addresses_are_not(address: str) -> None:
    assert not is_allowed(address, private=False)


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.1", "192.168.1.1", "::1", "fd00::1", "::ffff:127.0.0.1"])
def test_private_addresses_may_be_allowed(address: str) -> None:
    assert is_allowed(address, private=True)


@pytest.mark.parametrize(
    "address",
    [
        "169.254.169.254",
        "fe80::1",
        "fe80::1%eth0",
        "0.0.0.0",  # noqa: S104
        "::",
        "224.0.0.1",
        "ff02::1",
        "64:ff9b::a9fe:a9fe",
        "",
        "x",
        "2130706433",
    ],
)
def test_some_addresses_are_nobodys(address: str) -> None:
    assert not is_allowed(address, private=True)
    assert not is_allowed(address, private=False)


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://news.example/hook", "news.example"),
        ("http://NEWS.example/hook", "news.Example"),
        ("https://www.news.example/", "news.example"),
        ("https://news.example/", "www.news.example"),
        ("https://news.example:443/", "news.example"),
        ("http://news.example:8080/", "news.example:8080"),
        ("https://xn--bcher-kva.example/", "bücher.example"),
        ("https://bücher.example/", "xn--bcher-kva.example"),
    ],
)
def test_a_place_on_the_host(url: str, host: str) -> None:
    require_host(URL(url), host, exactly=True)


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://hooks.news.example/", "news.example"),
        ("https://news.example.evil.example/", "news.example"),
        ("https://evilnews.example/", "news.example"),
        ("https://news.example:8080/", "news.example"),
        ("https://news.example/", "news.example:8080"),
        ("https://user:password@news.example/", "news.example"),
        ("https://news.example@evil.example/", "news.example"),
        ("ftp://news.example/", "news.example"),
        ("/hook", "news.example"),
        ("https://news.example/", ""),
        ("https:///", ""),
    ],
)
def test_a_place_elsewhere(url: str, host: str) -> None:
    with pytest.raises(PlaceError):
        require_host(URL(url), host, exactly=True)


def test_an_operators_own_word_may_name_a_subdomain_and_a_port() -> None:
    require_host(URL("https://hooks.news.example:8443/"), "news.example", exactly=False)
    with pytest.raises(PlaceError):
        require_host(URL("https://evilnews.example/"), "news.example", exactly=False)


@pytest.mark.parametrize("text", ["news.example", "news.example:8080", "https://News.example/x", "//news.example"])
def test_the_host_of_whatever_names_one(text: str) -> None:
    assert host_of(text) == "news.example"


async def test_a_name_is_looked_up_once_and_only_what_is_allowed_is_given() -> None:
    found = await Resolver(private=True).resolve("localhost", 80)
    assert {one["host"] for one in found} <= {"127.0.0.1", "::1"}
    with pytest.raises(PlaceError, match="localhost is a private address"):
        await Resolver(private=False).resolve("localhost", 80)
