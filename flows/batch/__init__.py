"""Whole folders and manifests: every document read in a process of its own kind, within limits, once and for all."""
