"""What a disclosure gets wrong or leaves out: rules over Records, and nothing but Records and patterns."""
