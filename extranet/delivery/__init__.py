"""How papers reach those who read on paper: each one's choice, the address list, what is printed and posted."""
