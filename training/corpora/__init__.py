"""Labelled comments from files, read as a stream of batches whatever their format."""

from training.corpora.batch import SOURCE, Batch, CorpusError
from training.corpora.reading import estimate_rows, read

__all__ = ["SOURCE", "Batch", "CorpusError", "estimate_rows", "read"]
