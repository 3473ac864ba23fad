"""What is checked before a summons is sent, or what came after it is published: one module a check."""
