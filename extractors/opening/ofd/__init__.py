"""OFD (GB/T 33190): the fixed-layout format of Chinese offices, drawn as a PDF and read as one."""
