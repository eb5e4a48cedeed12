"""A small server that a department can run to answer checks over HTTP."""
