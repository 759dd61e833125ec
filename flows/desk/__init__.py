"""The desk: one local web application in which findings, documents, figures and units are looked at and decided on."""
