"""Making the second reader: fine-tuning its encoder, exporting it, fitting heads and what the two say together."""
