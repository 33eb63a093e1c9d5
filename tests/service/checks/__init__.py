"""Each check by itself, and all of them together."""
