"""Values in, bytes out: sheets, codes, papers. Plain Python without Django and without I/O."""
