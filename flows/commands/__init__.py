"""One file a command, so that a reader finds what a command does by its name. Readers are imported inside them."""
