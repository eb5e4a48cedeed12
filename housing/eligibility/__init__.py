"""Whether a household may be admitted: pure rules over facts that carry a date and a source."""
