"""The address that mail providers post to: proved, stored raw, answered."""
