"""Many tickets changed at once: what was asked, how it went for each, and how it is taken back.
Owns Bulk and BulkEntry. Must not know how the tickets were found: it is given their ids.
"""
