"""The stage rules: whether the members of a record agree with one another."""


def rules(record, now):
    """Every finding of the stage; the caller sorts them."""
    return []
