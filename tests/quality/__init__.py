"""What the shipped model promises: the only tests that depend on learned weights."""
