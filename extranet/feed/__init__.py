"""The meetings that somebody knows of, for their own calendar: by a token that they make and revoke."""
