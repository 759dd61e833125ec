"""Tables to self-evaluation forms."""
