"""Annotated disclosures of our own making: the generator, the committed samples, the scorer."""
