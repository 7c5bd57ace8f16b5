"""OSCAL 1.2: the measures as a catalog, picks of them, crosswalks, and what is implemented."""
