"""Tests of the protocols, each over HTTP and with a real database."""
