"""The desk's addresses: pages, files and JSON of views; decisions; pages of documents; signing in."""
