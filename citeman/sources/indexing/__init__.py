"""How a local index of PubMed records is laid out, written and searched."""
