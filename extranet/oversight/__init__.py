"""What the chair of a body is told of and may look at: who has been given a seat, a grant, or has broken the glass."""
