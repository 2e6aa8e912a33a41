"""A national system in PostgreSQL exchanges records: rows go out, records come in, and its schema stays as it is."""
