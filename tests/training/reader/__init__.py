"""Tests of how a second reader is made."""
