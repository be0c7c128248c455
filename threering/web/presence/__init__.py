"""Pages and pieces about who is here: the dot beside a name, what one says oneself, the day."""
