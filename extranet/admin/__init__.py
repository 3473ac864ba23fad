"""The extranet in the editor: bodies, their rules, mandates, grants and broken glass. Papers have no place here."""
