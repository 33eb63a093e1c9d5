"""Alembic's migrations of the schema, part of the package so that an installed wheel has them."""
