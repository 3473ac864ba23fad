"""Papers at the desk: receiving files, sorting them onto items, replacing, marking, withdrawing."""
