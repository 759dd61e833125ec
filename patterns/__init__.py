"""Knowledge about wording, kept as data, with one loader that validates it."""
