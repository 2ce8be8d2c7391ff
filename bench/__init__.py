"""What the documents claim about speed, each claim by one command. Linux, and never a test."""
