"""All papers of a meeting in one file: a combined PDF, or a ZIP. The rule is asked when it is wanted, made and sent."""
