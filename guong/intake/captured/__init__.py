"""Reading a captured page of an old portal: layout, documents, the round it tells of. Plain Python, no database."""
