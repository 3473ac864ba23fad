"""Binding papers into one PDF. Free of Django: it runs in a confined child, for papers come from anywhere."""
