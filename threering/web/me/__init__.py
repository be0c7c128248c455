"""What a reader sets for themselves: the language and the zone in which they read.
Owns no tables. told.py hears what the browser says; views.py is the page where a person chooses,
browsers.py its part about being notified.
Must not change anything for anybody else.
"""
