"""Examples of requests; the OpenAPI document shows them and a test sends them."""

from typing import Any, Final

EXAMPLES: Final[dict[str, dict[str, Any]]] = {
    "submit": {
        "smallest": {"content": "Thank you, that was well explained.", "author_name": "Ada"},
        "usual": {
            "content": "The bridge was closed in May, not in June.",
            "author_name": "Ada",
            "author_email": "ada@reader.example",
            "author_ip": "192.0.2.7",
            "article_url": "https://news.example/2026/bridge",
            "comment_id": "4711",
            "language": "en",
            "created_at": "2026-11-24T09:30:00Z",
        },
        "explained, not stored": {
            "content": "<p>Only a trial.</p>",
            "content_format": "html",
            "author_name": "Ada",
            "explain": True,
            "store": False,
        },
    },
    "submit_many": {
        "two comments": {
            "comments": [
                {"content": "I was there, and it was cold.", "author_name": "Ada"},
                {"content": "So was I.", "author_name": "Grace", "parent_id": "4711"},
            ]
        },
    },
    "give_verdict": {
        "rejected": {"verdict": "reject", "labels": ["spam", "insult"], "note": "The third advert today."},
        "approved": {"verdict": "approve"},
    },
}
"""By operation and title."""
