"""The discovery document, of which Google's own clients make their methods (https://developers.google.com/discovery).

It is written for this service: its names, types and parameters are the API's, its descriptions say what is done here.
"""

from typing import Any, Final

from aiohttp import hdrs, web
from pydantic_core import to_json

from service.protocols.perspective.errors import CONTENT_TYPE, UnknownVersionError
from service.requests import public_address

VERSION: Final = "v1alpha1"

_Schema = dict[str, Any]


def _string(description: str, *values: str) -> _Schema:
    schema: _Schema = {"type": "string", "description": description}
    return {**schema, "enum": list(values)} if values else schema


def _strings(description: str) -> _Schema:
    return {"type": "array", "description": description, "items": {"type": "string"}}


def _boolean(description: str) -> _Schema:
    return {"type": "boolean", "description": description}


def _float(description: str) -> _Schema:
    return {"type": "number", "format": "float", "description": description}


def _place(description: str) -> _Schema:
    return {"type": "integer", "format": "int32", "description": description}


def _one(schema: str, description: str = "") -> _Schema:
    return {"$ref": schema, **({"description": description} if description else {})}


def _many(schema: str, description: str) -> _Schema:
    return {"type": "array", "description": description, "items": {"$ref": schema}}


def _by_name(schema: str, description: str) -> _Schema:
    return {"type": "object", "description": description, "additionalProperties": {"$ref": schema}}


def _object(name: str, description: str, **properties: _Schema) -> _Schema:
    return {"id": name, "type": "object", "description": description, "properties": properties}


_SCORE_TYPE: Final = _string(
    "The kind of score: PROBABILITY.", "SCORE_TYPE_UNSPECIFIED", "PROBABILITY", "STD_DEV_SCORE", "PERCENTILE", "RAW"
)
_ASKED: Final = {
    "comment": _one("TextEntry", "The comment."),
    "context": _one("Context", "What the comment is said in reply to."),
    "languages": _strings("Languages of the comment (BCP 47); told by its script where none is given."),
    "clientToken": _string("Comes back in the answer."),
    "sessionId": _string("Taken, and not used."),
    "communityId": _string("The community that the comment belongs to."),
}
_SCHEMAS: Final = (
    _object(
        "AnalyzeCommentRequest",
        "A comment, and the attributes whose scores are wanted.",
        **_ASKED,
        requestedAttributes=_by_name("AttributeParameters", "The attributes by name."),
        doNotStore=_boolean("Judge the comment and forget it."),
        spanAnnotations=_boolean("Score each sentence by itself, too."),
    ),
    _object(
        "AnalyzeCommentResponse",
        "The scores of a comment.",
        attributeScores=_by_name("AttributeScores", "The scores by the names that were asked for."),
        languages=_strings("Languages of the comment: those of the request, else the one detected."),
        detectedLanguages=_strings("Languages told by the comment's script."),
        clientToken=_string("That of the request."),
    ),
    _object(
        "SuggestCommentScoreRequest",
        "A comment, and the scores it should have had.",
        **_ASKED,
        attributeScores=_by_name("AttributeScores", "The scores by name; 0.5 and more rejects the comment."),
    ),
    _object(
        "SuggestCommentScoreResponse",
        "The verdict is recorded.",
        clientToken=_string("That of the request."),
        detectedLanguages=_strings("Languages told by the comment's script."),
        requestedLanguages=_strings("Languages of the request."),
    ),
    _object(
        "TextEntry",
        "A text.",
        text=_string("The text, in UTF-8."),
        type=_string("How it is written.", "TEXT_TYPE_UNSPECIFIED", "PLAIN_TEXT", "HTML"),
    ),
    _object(
        "Context",
        "What a comment is said in reply to: one of the two.",
        entries=_many("TextEntry", "Texts."),
        articleAndParentComment=_one("ArticleAndParentComment", "The article, and the comment that is answered."),
    ),
    _object(
        "ArticleAndParentComment",
        "What a comment is about.",
        article=_one("TextEntry", "The article: its address or its headline."),
        parentComment=_one("TextEntry", "The comment that is answered."),
    ),
    _object(
        "AttributeParameters",
        "What is wanted of an attribute.",
        scoreType=_SCORE_TYPE,
        scoreThreshold=_float("The attribute is left out where its score is less."),
    ),
    _object(
        "AttributeScores",
        "The scores of an attribute.",
        summaryScore=_one("Score", "That of the whole comment."),
        spanScores=_many("SpanScore", "Those of its parts."),
    ),
    _object(
        "SpanScore",
        "The score of a part of the comment's text.",
        begin=_place("Where the part begins, in UTF-16 code units."),
        end=_place("Where it ends, not included."),
        score=_one("Score"),
    ),
    _object("Score", "A score.", value=_float("0 to 1."), type=_SCORE_TYPE),
)
_PARAMETERS: Final = {
    "key": {"type": "string", "location": "query", "description": "A key of the site."},
    "alt": {"type": "string", "location": "query", "description": "JSON.", "default": "json", "enum": ["json"]},
    "$.xgafv": {"type": "string", "location": "query", "description": "Not used.", "enum": ["1", "2"]},
    "prettyPrint": {"type": "boolean", "location": "query", "description": "Not used.", "default": "true"},
    **{
        name: {"type": "string", "location": "query", "description": "Not used."}
        for name in ("access_token", "callback", "fields", "oauth_token", "quotaUser", "uploadType", "upload_protocol")
    },
}


def _method(name: str, description: str, request: str, response: str) -> _Schema:
    path = f"{VERSION}/comments:{name}"
    return {
        "id": f"commentanalyzer.comments.{name}",
        "path": path,
        "flatPath": path,
        "httpMethod": "POST",
        "description": description,
        "parameters": {},
        "parameterOrder": [],
        "request": {"$ref": request},
        "response": {"$ref": response},
        "scopes": [],
    }


_METHODS: Final = {
    "analyze": _method("analyze", "Scores and judges a comment.", "AnalyzeCommentRequest", "AnalyzeCommentResponse"),
    "suggestscore": _method(
        "suggestscore",
        "Records what a moderator thinks of a comment.",
        "SuggestCommentScoreRequest",
        "SuggestCommentScoreResponse",
    ),
}


def document(root: str) -> dict[str, Any]:
    """The document for the service at that address, which ends with a slash."""
    return {
        "kind": "discovery#restDescription",
        "discoveryVersion": "v1",
        "id": f"commentanalyzer:{VERSION}",
        "name": "commentanalyzer",
        "canonicalName": "Comment Analyzer",
        "version": VERSION,
        "revision": "20260101",
        "title": "Perspective Comment Analyzer API",
        "description": "The Perspective API, answered by Copydesk.",
        "protocol": "rest",
        "rootUrl": root,
        "servicePath": "",
        "baseUrl": root,
        # As in Google's document. Nothing answers there, but its client for Python asks there without it, too.
        "batchPath": "batch",
        "version_module": True,
        "fullyEncodeReservedExpansion": True,
        "parameters": _PARAMETERS,
        "resources": {"comments": {"methods": _METHODS}},
        "schemas": {schema["id"]: schema for schema in _SCHEMAS},
    }


async def discover(request: web.Request) -> web.StreamResponse:
    """The document, for the address that it was asked at; it needs no key."""
    version = request.query.get("version", request.match_info.get("version", VERSION))
    if version != VERSION:
        raise UnknownVersionError(version)
    return web.Response(
        body=to_json(document(f"{public_address(request)}/")),
        content_type=CONTENT_TYPE,
        charset="utf-8",
        headers={hdrs.CACHE_CONTROL: "no-cache", hdrs.VARY: "Host, X-Forwarded-Host, X-Forwarded-Proto"},
    )
