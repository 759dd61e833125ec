"""Pure functions from the bytes of a disclosure to its Record: no network, no Prefect, no writing."""
