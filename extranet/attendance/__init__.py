"""Who comes to a meeting, which substitute is called in whose stead, and who has declared a personal interest."""
