"""Pages and words about who is away and who stands in for them."""
