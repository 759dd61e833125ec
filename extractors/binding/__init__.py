"""Spans to facts: which concept, which measure, whose value."""
