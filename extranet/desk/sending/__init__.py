"""Looking at a meeting as one of its readers, checking it, sending its summons, publishing what came after."""
