"""Sending in files and looking at what they became, in the admin."""
