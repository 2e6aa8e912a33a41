"""An independent reader of Passerelle records: read, canonicalise, verify.

Written from the text of the specification alone, to show that the text suffices.
"""
