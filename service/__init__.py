"""The HTTP service: from a request to a decision, and the pages around it."""

import model as _model  # noqa: F401 - before anything else: it settles whether compiled modules are imported
