"""Who changed which setting, and who came in: a page and two exports for administrators.
Owns no tables. Must not change anything: what it shows is only ever added to.
"""
