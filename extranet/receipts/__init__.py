"""What somebody has opened, and when they were last here: the reader's own, shown to nobody else."""
