"""Labelled comments from files, read as a stream of batches whatever their format."""

from training.corpora.batch import Batch, CorpusError
from training.corpora.reading import estimate_rows, read

__all__ = ["Batch", "CorpusError", "estimate_rows", "read"]
