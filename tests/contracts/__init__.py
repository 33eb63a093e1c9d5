"""One test class that every implementation of a contract must pass."""
