"""Tests of how a comment is judged."""
