"""The HTTP service: from a request to a decision, and the pages around it."""
