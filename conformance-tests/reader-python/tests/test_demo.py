"""What `passerelle demo` makes gives the expected verdicts."""

from passerelle_reader import dates

NOW_TEXT = "2026-12-01T12:00:00Z"
NOW = dates.seconds(NOW_TEXT)
