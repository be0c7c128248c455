"""The live stream: one LISTEN a process, rendered once a language, filtered for each reader.
Owns no tables. Bodies of messages never travel here: a screen fetches them through its own door.
Must not write anything.
"""
