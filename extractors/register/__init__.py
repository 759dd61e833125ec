"""The register of units: regions, departments and units, what they are called, and who is below whom."""
