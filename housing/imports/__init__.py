"""Sheets of households and units: read, checked row by row, and taken as a whole or not at all."""
