"""`juesuan audit`: Records in, findings out as JSON, XLSX and one HTML page."""
