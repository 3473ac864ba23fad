"""The summons (kallelse): what is checked before it is sent, whom it reaches, what is published by it and after it."""
