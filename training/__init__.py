"""Training: from corpora to a bundle, and from verdicts to a better one."""
