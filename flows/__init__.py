"""What runs when: the command line, the Prefect flows and everything that touches files."""
