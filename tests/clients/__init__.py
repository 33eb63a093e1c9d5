"""Real clients of the protocols against a running Copydesk."""
