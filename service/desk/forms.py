"""What a form of the desk's pages sends."""

from aiohttp import web
from multidict import MultiDict

from service.errors import NotReadableError
from store.records import clean

_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


async def read_form(request: web.Request) -> MultiDict[str]:
    """The form's text fields, as the store can keep them; empty where the body is no form.

    Raises NotReadableError for one that is broken.
    """
    if request.content_type not in _FORMS:
        return MultiDict()
    try:
        sent = await request.post()
    except (ValueError, LookupError) as error:
        message = "The form cannot be read."
        raise NotReadableError(message) from error
    return MultiDict((name, clean(value)) for name, value in sent.items() if isinstance(value, str))
