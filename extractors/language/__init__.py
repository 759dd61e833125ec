"""Text to spans: numbers, terms, functions, reasons, tokens."""
