"""The composition root: settings, addresses, the supervisor, the `threering` command.
It owns the processes and the embedded PostgreSQL, and no tables.
It must not know how any room decides anything; and nobody imports it.
"""
