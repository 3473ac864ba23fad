"""What opens or closes apart from mandates: grants, recusals, break-glass."""
