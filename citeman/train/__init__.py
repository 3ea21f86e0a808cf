"""Build the tagger's model: labelled references in, weights and a report out."""
